import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import type { Bench, Row } from '../bench.ts';
import { cpuOf, hasTerminals, plainEnvironment } from '../cpu-of.ts';
import { newestPython } from '../newest-python.ts';

const ACT = path.resolve(import.meta.dirname, '../../dist/act/act.js');
const BOTO3 = path.resolve(import.meta.dirname, '../commands/invoke.py');
const ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/prices-a1B2c3D4e5';

/** What a shell waits for. */
export const commands: Bench = {
  id: 'commands',
  about:
    'The built program, run by Node itself, without npm; what it prints is read through a pipe, or by a terminal of 100 columns (`script` of util-linux makes it for both sides, and is not counted). ' +
    '`act complete` is what a shell runs at Tab. `act invoke` and boto3 make the same call, to a service on this machine that answers at once. ' +
    'Why it is as it is: [the program is a bundle](../docs/decisions/0028-the-program-is-a-bundle.md).',
  rows: [
    {
      ...{ id: 'help', figure: '`act --help`', unit: 'ms CPU', statistic: 'min', limit: 'bare Node' },
      goals: [{ of: 'limit', max: 1.5 }],
      floor:
        'a quarter of what is over bare Node is reading the program, half of that Commander; the rest is code that runs once',
    },
    ...(hasTerminals()
      ? [
          {
            id: 'help-at-terminal',
            figure: '`act --help` at a terminal',
            unit: 'ms CPU',
            ...({ statistic: 'min', limit: 'bare Node', goals: [{ of: 'limit', max: 1.5 }] } as const),
            floor: "how wide a terminal is, only Node's streams know, and these take 3 ms to load",
          } satisfies Row,
        ]
      : []),
    {
      ...{ id: 'complete', figure: '`act complete`', unit: 'ms CPU', statistic: 'min', limit: 'bare Node' },
      goals: [],
    },
    {
      ...{ id: 'invoke', figure: '`act invoke`', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'boto3', limit: 'bare Node', goals: [{ of: 'peer', max: 1 }] },
    },
  ],
  async prepare({ say, isFull }) {
    const python = isFull ? await newestPython(say) : undefined;
    // Both get an answer, so that nothing is measured but the way to it.
    const service = createServer((request, response) => {
      request.resume().once('end', () => {
        response.setHeader('content-type', 'application/json').end('{"heading":"Prices"}');
      });
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const address = service.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const env = plainEnvironment({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      ...{ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' },
      ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    });
    const cpu = async (...command: readonly string[]) => await cpuOf(command, { env });
    const act = async (...args: readonly string[]) => await cpu(process.execPath, ACT, ...args);
    const atTerminal = async (...args: readonly string[]) =>
      hasTerminals()
        ? { 'help-at-terminal': await cpuOf([process.execPath, ...args], { env, atTerminal: true }) }
        : {};
    return {
      sides: {
        ours: async () => ({
          help: await act('--help'),
          ...(await atTerminal(ACT, '--help')),
          complete: await act('complete', '--', 'invoke', ''),
          invoke: await act('invoke', ARN),
        }),
        ...(python && { peer: async () => ({ invoke: await cpu(python.executable, BOTO3, ARN) }) }),
        limit: async () => {
          const bare = await cpu(process.execPath, '-e', '0');
          return { help: bare, ...(await atTerminal('-e', '0')), complete: bare, invoke: bare };
        },
      },
      ...(python && { versions: python.versions }),
      [Symbol.asyncDispose]: async () => {
        service.close();
        await once(service, 'close');
      },
    };
  },
};
