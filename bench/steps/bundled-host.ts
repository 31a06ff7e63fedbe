import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleWorkflow, linkPlaywright } from '../../lib/bundle/index.ts';
import { HOST_PATH } from '../../lib/contract/host.ts';
import { plainEnvironment } from '../cpu-of.ts';
import type { HostPayload } from './host-workflow.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** The host as it is deployed, from a bundle, with the workflow of `host-workflow.ts`. */
export async function startBundledHost(serviceUrl: string): Promise<BundledHost> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'bench-host-'));
  const entry = 'bench/steps/host-workflow.ts';
  const { mainFile } = await bundleWorkflow({ projectRoot, entry, outDir });
  linkPlaywright({ bundleDir: outDir, projectRoot });
  const child = spawn(process.execPath, ['--expose-gc', mainFile], {
    env: plainEnvironment({
      AWS_ENDPOINT_URL_NOVA_ACT: serviceUrl,
      AWS_REGION: 'us-east-1',
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
    }),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.stderr === null) throw new Error('The host has no standard error.');
  const complaints = text(child.stderr);
  const ended = once(child, 'close');
  const ready = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (ready === undefined) throw new Error(`The host did not become ready.\n${await complaints}`);
  const [{ port }] = ready;
  return {
    async invoke(payload) {
      const body = JSON.stringify(payload);
      const answer = await fetch(`http://127.0.0.1:${port}${HOST_PATH.invocations}`, {
        method: 'POST',
        body,
      });
      if (!answer.ok) throw new Error(`The host answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Readonly<Record<string, number>>;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

export interface BundledHost extends AsyncDisposable {
  /** @throws Error for an answer that is none */
  readonly invoke: (payload: HostPayload) => Promise<Readonly<Record<string, number>>>;
}
