import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll } from '@jest/globals';
import { bundleHandlerSync } from '../../../../lib/bundle/bundle-handler.ts';
import type { ResourceEvent } from '../../../../lib/cdk/handlers/answer.ts';
import { type ReceivedAnswer, startAnswerBucket } from './answer-bucket.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'handler-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls the handler of a module as Lambda does, and ends; the event is in its environment. */
const LAMBDA = `
const { handler } = await import(process.env.MODULE);
await handler(JSON.parse(process.env.EVENT), { getRemainingTimeInMillis: () => 300_000 });
`;

/**
 * Calls a kind of deploy function as CloudFormation does.
 *
 * @returns what CloudFormation was told
 */
export async function runHandler(
  kind: string,
  options: {
    readonly event: Omit<ResourceEvent, 'ResponseURL' | 'StackId' | 'RequestId' | 'LogicalResourceId'>;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<ReceivedAnswer> {
  await using bucket = await startAnswerBucket();
  const event = {
    ResponseURL: bucket.url,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1',
    RequestId: 'request-1',
    LogicalResourceId: 'Resource',
    ...options.event,
  };
  const { exitCode, log } = await callHandler(kind, { event, environment: options.environment });
  const [answer] = bucket.answers;
  if (answer === undefined || bucket.answers.length > 1 || exitCode !== 0) {
    throw new Error(`${bucket.answers.length} answers, exit code ${exitCode}: ${log}`);
  }
  return answer;
}

/** Runs the bundle of a kind of function in a process of its own, without anything else of this project. */
export async function callHandler(
  kind: string,
  options: { readonly event: object; readonly environment: Readonly<Record<string, string>> },
): Promise<{ readonly exitCode: unknown; readonly output: string; readonly log: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', LAMBDA], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      MODULE: pathToFileURL(moduleOf(kind)).href,
      EVENT: JSON.stringify(options.event),
      ...options.environment,
    },
  });
  const streams = Promise.all([text(child.stdout), text(child.stderr)]);
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [output, log] = await streams;
  return { exitCode, output, log };
}

const modules = new Map<string, string>();

function moduleOf(kind: string): string {
  const present = modules.get(kind);
  if (present !== undefined) return present;
  const file = path.join(folder, `${kind}.mjs`);
  const handlers = path.resolve(import.meta.dirname, '../../../../lib/cdk/handlers');
  writeFileSync(file, bundleHandlerSync(path.join(handlers, `${kind}.ts`)));
  modules.set(kind, file);
  return file;
}
