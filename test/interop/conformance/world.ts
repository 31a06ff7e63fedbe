import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findOutputsInFile, type WorkflowOutputs, workflowStackName } from '../../../lib/catalog/index.ts';
import { LOCAL_ACCOUNT_ID } from '../../../lib/contract/local-account.ts';
import { type LocalAws, startLocalAws } from '../support/local-aws.ts';
import { type Python, python } from '../support/python.ts';
import { secret } from './secret.ts';

/** One local AWS for all clients, with the workflows of the catalog. */
export interface World {
  readonly local: LocalAws;
  readonly tools: Python;
  /** Of the workflow that is called. */
  readonly outputs: WorkflowOutputs;
  readonly accountId: string;
  /** What the workflow is called with, and what its answer then has. */
  readonly payload: string;
  readonly answer: string;
  readonly secret: typeof secret;
  /** A folder for files and homes of clients. */
  readonly folder: string;
}

/** Starts it; the first start also makes the Python environment. */
export async function startWorld(): Promise<World & AsyncDisposable> {
  const tools = await python();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'conformance-'));
  const local = await startLocalAws({
    command: path.join('test', 'interop', 'conformance', 'local-aws-with-secret.ts'),
    environment: { [secret.variable]: secret.value },
  });
  return {
    local,
    tools,
    outputs: findOutputsInFile({
      file: local.outputsFile,
      stackName: workflowStackName({ workflow: 'getting-started' }),
    }),
    accountId: LOCAL_ACCOUNT_ID,
    payload: JSON.stringify({ url: local.demoSiteUrl }),
    answer: 'Travel well, carry little',
    secret,
    folder,
    async [Symbol.asyncDispose]() {
      await local[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
