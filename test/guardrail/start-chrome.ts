import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../../lib/browser/find-browser.ts';
import { killBrowserOf } from '../browser/support/processes.ts';

/** A browser that somebody else has started. */
export async function startChrome(
  args: readonly string[] = [],
): Promise<{ readonly endpointUrl: string; readonly close: () => Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'guardrail-'));
  const child: ChildProcess = spawn(
    findBrowser().executablePath,
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'],
      ...args,
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (child.stderr === null) throw new Error('The browser has no output.');
  let text = '';
  while (!/ws:\/\/\S+/.test(text)) text += String((await once(child.stderr, 'data'))[0]);
  return {
    endpointUrl: /ws:\/\/\S+/.exec(text)?.[0] ?? '',
    close: async () => {
      const ended = once(child, 'exit');
      await killBrowserOf(profile);
      await ended;
      child.stderr?.destroy();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
