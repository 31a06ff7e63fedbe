import { isIdentityError } from '../../contract/identity-errors.ts';
import { isExplained, messageOf } from '../../core/errors.ts';
import type { Html } from '../../core/html.ts';
import { memberOf } from '../../core/thrown.ts';
import { messagePage } from './message-page.ts';

/**
 * What a reader is told of an error. One that explains itself is shown with what to do; of any other only that it is not the
 * reader's, because messages of the unexpected may name files and secrets.
 */
export function errorPage(error: unknown): ErrorPage {
  if (isExplained(error)) {
    const { message, fix } = error;
    const isApart = fix !== undefined && message.endsWith(` ${fix}`);
    const headline = isApart ? message.slice(0, -fix.length).trim() : message;
    return page({ status: statusOf(error), isFault: false, title: 'Not shown', headline, detail: fix });
  }
  const status = memberOf(error, 'statusCode');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const headline = 'The viewer does not understand this request';
    const detail = `${messageOf(error)}. Pages of the viewer are opened by their addresses; go back to the lists, and follow the links from there.`;
    return page({ status, isFault: false, title: 'Not understood', headline, detail });
  }
  return page({
    status: 500,
    isFault: true,
    title: 'Fault',
    headline: 'The viewer has failed',
    detail:
      'This is a fault of nova-act-cdk, and not of the workflow. What happened stands in the terminal of the command that serves this page: please report it. The other pages can still be opened.',
  });
}

export interface ErrorPage {
  readonly status: number;
  readonly title: string;
  readonly main: Html;
  /** Whether it is a fault of the viewer, and must be reported in full to whoever serves it. */
  readonly isFault: boolean;
}

/** Errors of sources may say for themselves what they are in HTTP; others mean that the source did not give what it has. */
function statusOf(error: Error): number {
  const own = memberOf(error, 'httpStatus');
  if (typeof own === 'number') return own;
  return isIdentityError(error.cause) ? 403 : 502;
}

function page({
  headline,
  detail = '',
  ...rest
}: Omit<ErrorPage, 'main'> & { readonly headline: string; readonly detail: string | undefined }): ErrorPage {
  return { ...rest, main: messagePage({ headline, detail }) };
}
