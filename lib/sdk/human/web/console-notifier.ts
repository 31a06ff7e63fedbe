import { VARIABLE } from '../../../contract/variables.ts';
import { isLoopbackUrl } from '../../../core/loopback.ts';
import { visible, visibleLine } from '../../../core/visible.ts';
import { currentHost } from '../../run/workflow-host.ts';
import { printLine, printSecretLine } from '../terminal-lines.ts';
import type { Notifier } from './notifier.ts';

/**
 * Prints the link on stderr, for whoever sits at the terminal. Where output becomes a log (in a deployed workflow, in sessions of local AWS) there is no link in it:
 * whoever has it can answer.
 */
export function consoleNotifier(): Notifier {
  return {
    name: 'consoleNotifier',
    notify: ({ subject, message, link }) => {
      printLine(`${visibleLine(subject)}:`);
      for (const line of visible(message).split('\n')) printLine(`  | ${line}`);
      if (isLogKept(process.env)) printLine(wayWithoutLink(link));
      else printSecretLine(`Answer at ${link}`);
    },
  };
}

/** Whether what is printed becomes a log. */
export function isLogKept(environment: Readonly<Record<string, string | undefined>>): boolean {
  return currentHost() !== undefined && !environment[VARIABLE.onDesk];
}

function wayWithoutLink(link: string): string {
  return isLoopbackUrl(link)
    ? 'The link is not written into logs: answer in the viewer of local AWS.'
    : 'The link is not written into logs: tell people by another notifier, such as snsNotifier().';
}
