import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser } from '../../../lib/browser/find-browser.ts';

/** A Chromium that listens for DevTools clients of any language. */
export interface Chromium extends AsyncDisposable {
  readonly devToolsUrl: string;
}

/**
 * Starts the system's Chromium with a profile of its own.
 *
 * @param options.windowSize in CSS pixels, as its switch has it
 * @param options.switches more of its command line
 */
export async function startChromium(
  options: { readonly windowSize?: string; readonly switches?: readonly string[] } = {},
): Promise<Chromium> {
  const { windowSize = '1600,900', switches = [] } = options;
  const profile = await mkdtemp(path.join(os.tmpdir(), 'interop-chromium-'));
  const child = spawn(
    findBrowser().executablePath,
    [
      ...switches,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--window-size=${windowSize}`,
      '--disable-gpu',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    // Debian starts it from a shell script: the group is ended, not the script.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stderr });
  const devToolsUrl = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, url] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
    lines.on('close', () => reject(new Error('Chromium ended before it listened.')));
  });
  return {
    devToolsUrl,
    async [Symbol.asyncDispose]() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await closed;
      await rm(profile, { recursive: true, force: true });
    },
  };
}
