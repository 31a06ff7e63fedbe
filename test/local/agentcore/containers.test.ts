import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { containerArguments } from '../../../lib/local/agentcore/container-arguments.ts';
import { containerSessions } from '../../../lib/local/agentcore/index.ts';
import { PortInLog } from '../../../lib/local/agentcore/listening-line.ts';

// What containers really do is in test/container, which needs Docker.

const stateDir = mkdtempSync(path.join(tmpdir(), 'containers-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

describe('when a session is to be a container', () => {
  test('it is confined, and the values of its variables are not on the command line', () => {
    const args = containerArguments({ name: 'n', image: 'i', stateKey: 'k', variables: ['A_TOKEN'] });
    const text = args.join(' ');
    for (const option of [
      '--read-only',
      '--cap-drop ALL',
      '--security-opt no-new-privileges',
      '--memory 8g',
      '--cpus 2',
    ]) {
      expect(text).toContain(option);
    }
    expect(text).toMatch(/--env A_TOKEN i$/);
  });

  test.each([
    ['is not installed', { PATH: stateDir }],
    ['does not run', { PATH: process.env.PATH, DOCKER_HOST: `unix://${stateDir}/docker.sock` }],
  ])('and Docker %s, the error says so and what to do', async (_, environment) => {
    await expect(containerSessions({ stateDir, environment })).rejects.toMatchObject({
      name: 'DockerError',
      message: expect.stringMatching(/^Docker (is not installed|does not run).*without --container\.$/),
    });
  });
});

describe('when a container logs', () => {
  test('the port is found in the first line of the host, whatever pieces it comes in', () => {
    const log =
      'a warning\n{"level":"info","message":"listening","port":4711}\n{"message":"listening","port":1}\n';
    const reader = new PortInLog();
    const ports = [...log].map((letter) => reader.read(Buffer.from(letter)));
    expect(ports.filter((port) => port !== undefined)).toEqual([4711]);
  });
});
