import type { Page } from 'playwright-core';
import type { PageNews } from '../../contract/page-news.ts';
import type { ContextWatch } from './context-watch.ts';
import type { Cause } from './policy.ts';

/** What the agent is told of a page that was still loading when the wait for it ended; nothing for one that is only restless. */
export function newsOfBusyPage(given: {
  readonly page: Page;
  readonly cause: Cause | undefined;
  readonly watch: ContextWatch;
}): PageNews | undefined {
  const { page, cause, watch } = given;
  const [request] = watch.log(page).underWay();
  if (cause === 'navigation') return busyNews('another page is on its way');
  if (cause === 'document') return busyNews('its document has not come to its end');
  if (cause === 'look') return busyNews('it says that it is at work');
  if (request === undefined) return undefined;
  return busyNews('it waits for an answer of its server', `it waits for ${shown(request)}`);
}

/** Says for what a page is waited for; `text` is for the agent alone. */
export function busyNews(summary: string, text = summary): PageNews {
  return {
    kind: 'busy',
    text: `The page may still be loading: ${text}.`,
    summary: `The page may still have been loading when the wait for it ended: ${summary}.`,
  };
}

/** A request without what its address may hold of secrets. */
function shown({ method, url }: { readonly method: string; readonly url: string }): string {
  const { host, pathname } = new URL(url);
  return `${method} ${host}${pathname}`.slice(0, MAX_SHOWN);
}

const MAX_SHOWN = 150;
