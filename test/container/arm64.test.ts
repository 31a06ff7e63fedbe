import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from './support/commands.ts';
import { startGettingStarted } from './support/getting-started.ts';
import type { Plane } from './support/plane.ts';

let plane: Plane;
beforeAll(async () => {
  plane = await startGettingStarted();
}, 900_000);
afterAll(() => plane.close());

describe('when a workflow runs in the image for arm64, which AgentCore runs', () => {
  test('it does its work there, with the browser for arm64', async () => {
    const url = `${plane.endpoint}/page`;
    expect(await plane.call({ url })).toEqual({ url, answer: 'Seen from a container', steps: 1 });
    expect((await plane.runs()).map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  test('image, kernel and Node say arm64', async () => {
    const [container = ''] = plane.containers();
    const image = run('docker', ['inspect', '--format', '{{.Image}}', container]);
    expect(run('docker', ['image', 'inspect', '--format', '{{.Architecture}}', image])).toBe('arm64');
    expect(run('docker', ['exec', container, 'uname', '-m'])).toBe('aarch64');
    expect(run('docker', ['exec', container, 'node', '-p', 'process.arch'])).toBe('arm64');
  });
});
