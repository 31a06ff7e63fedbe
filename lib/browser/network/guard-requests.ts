import type { Browser } from 'playwright-core';
import type { Cleanup } from '../cleanup.ts';
import { ConnectionFailures, targetOf } from './connection-failures.ts';
import { type AddressRules, METADATA_NAMES, refuseHost } from './refuse-address.ts';

/**
 * Refuses requests of a browser that somebody else has started, and so cannot be put behind a proxy of ours: by what
 * their URLs say, in all tabs, frames and workers that load from now on, each redirect too. It sees neither WebSockets nor
 * the addresses that names resolve to.
 *
 * The browser asks only about URLs that could be meant, so that all others are as fast as before.
 */
export async function guardRequests(
  browser: Browser,
  rules: AddressRules,
  cleanup?: Cleanup,
): Promise<ConnectionFailures> {
  const failures = new ConnectionFailures();
  // For the whole browser: tabs are covered before their first request.
  const session = await browser.newBrowserCDPSession();
  cleanup?.defer(() => session.detach());
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const target = targetOf(request.url);
    const refusal = target && refuseHost(target, rules);
    if (target !== undefined && refusal !== undefined) failures.add(target, refusal);
    const answer =
      refusal === undefined
        ? session.send('Fetch.continueRequest', { requestId })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'AddressUnreachable' });
    // The tab has gone in the meantime.
    answer.catch(() => {});
  });
  await session.send('Fetch.enable', { patterns: patterns(rules).map((urlPattern) => ({ urlPattern })) });
  return failures;
}

/** Every URL that {@link refuseHost} may refuse; that function decides. URLs have addresses in their normal form. */
function patterns(rules: AddressRules): string[] {
  const beginnings = [
    ...['169.254.', '168.63.129.16', '100.100.100.200'],
    ...['[fe8', '[fe9', '[fea', '[feb', '[fd00:ec2:', '[::', '[64:ff9b:', '[2002:'],
    ...METADATA_NAMES,
    ...(rules.loopback ? ['127.', '0.', 'localhost'] : []),
  ];
  return [
    // After the scheme, or after a user name.
    ...beginnings.flatMap((text) => [`*://${text}*`, `*@${text}*`]),
    ...(rules.loopback ? ['*.localhost*'] : []),
    ...rules.ports.flatMap((port) => (port === 80 ? ['http://*'] : [`*:${port}/*`])),
  ];
}
