/**
 * What starting the program costs, in time of processors, against bare Node and boto3.
 * Run: npm run build && npx tsx bench/start.ts [--repeats 15] [--json]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { python } from '../test/interop/support/python.ts';

const { values } = parseArgs({
  options: { repeats: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
});

const program = path.resolve(import.meta.dirname, '..', 'dist', 'act', 'act.js');
if (!existsSync(program)) throw new Error(`There is no ${program}: run "npm run build" first.`);
const script = (name: string): string => path.join(import.meta.dirname, 'start', name);
const ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/prices-a1B2c3D4e5';

const { executable } = await python();
const node = process.execPath;
const commands = {
  'node -e 0': [node, '-e', '0'],
  'act --help': [node, program, '--help'],
  'act invoke --help': [node, program, 'invoke', '--help'],
  'act complete': [node, program, 'complete', '--', 'invoke', ''],
  'act invoke': [node, program, 'invoke', ARN],
  boto3: [executable, script('invoke.py'), ARN],
};

// Both get an answer, so that nothing is measured but the way to it.
const service = createServer((request, response) => {
  request.resume().once('end', () => {
    response.setHeader('content-type', 'application/json').end('{"heading":"Prices"}');
  });
});
await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
try {
  const times = await cpuTimes();
  const medians = new Map(Object.entries(times).map(([name, runs]) => [name, medianOf(runs)]));
  const of = (name: keyof typeof commands): number => medians.get(name) ?? Number.NaN;
  const rows = [...medians].map(([name, medianMs]) => ({
    command: name,
    medianMs: Math.round(medianMs),
    ofNode: (medianMs / of('node -e 0')).toFixed(2),
    ofBoto3: (medianMs / of('boto3')).toFixed(2),
  }));
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else console.table(rows);
} finally {
  service.close();
}

async function cpuTimes(): Promise<Readonly<Record<string, readonly number[]>>> {
  const address = service.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  };
  const child = spawn(executable, [script('cpu.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ commands, environment, repeats: Number(values.repeats) }));
  return JSON.parse(await text(child.stdout));
}

function medianOf(runs: readonly number[]): number {
  return runs.toSorted((a, b) => a - b)[runs.length >> 1] ?? Number.NaN;
}
