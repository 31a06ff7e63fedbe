import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  BedrockAgentCoreServiceException,
  InvokeAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { defineCatalog } from '../../../lib/catalog/index.ts';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { deployLocally, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { DeskPerson } from '../../desk/support/desk-person.ts';

/** Local AWS with runs that look like those of people: long, parallel, failed in an act, after it, before a run began, and waiting for people. */
export async function sampleRuns(): Promise<SampleRuns> {
  const local = await startLocalAws();
  try {
    const aws = { endpoint: local.url, region: 'us-east-1', credentials: makeLocalCredentials() };
    const client = new NovaActClient(aws);
    const agentCore = new BedrockAgentCoreClient({ ...aws, maxAttempts: 1 });
    const { stateDir } = local;
    const deployed = await deployLocally({ catalog, projectRoot, stateDir, client });
    client.destroy();
    const arns = new Map(deployed.map(({ name, outputs }) => [name, outputs.RuntimeArn]));
    const shop = local.demoSiteUrl;
    const invoke = async (workflow: string, payload: object): Promise<SampleRun> => {
      const request = new InvokeAgentRuntimeCommand({
        agentRuntimeArn: arns.get(workflow),
        runtimeSessionId: randomUUID(),
        payload: new TextEncoder().encode(JSON.stringify(payload)),
      });
      // A workflow that fails is one of the samples.
      const { $metadata } = await agentCore.send(request).catch((error: unknown) => {
        if (error instanceof BedrockAgentCoreServiceException) return error;
        throw error;
      });
      const [run] = local.store.runsPage(workflow, { order: 'Descending', limit: 1 });
      return { runId: run?.runId, requestId: $metadata.requestId };
    };
    const answered = async (): Promise<SampleRun> => {
      const run = invoke('booked-with-people', { shop, waitMs: 4_000 });
      const person = await DeskPerson.askedBy(local, 'booked-with-people');
      await person.answer('yes', { name: 'Grace', comment: 'As agreed with the guest.' });
      // Nobody takes over.
      return await run;
    };
    const ask: SampleRuns['ask'] = async (options = {}) => {
      const [before] = local.store.runsPage('booked-with-people', { order: 'Descending', limit: 1 });
      // How it ends is for whoever looks at it.
      invoke('booked-with-people', { shop, ...options }).catch(() => {});
      const { runId } = await DeskPerson.askedBy(local, 'booked-with-people', before?.runId);
      return { runId, requestId: undefined };
    };
    const runs = {
      tour: await invoke('shop-tour', { shop, traveller: 'Ada Lovelace', nights: 5 }),
      again: await invoke('shop-tour', { shop, traveller: 'Grace Hopper', nights: 3 }),
      parallel: await invoke('three-readers', { shop }),
      failedAct: await invoke('wrong-turn', { shop, wish: 'Express checkout' }),
      failedBetween: await invoke('wrong-turn', { shop, wish: 'About', stumbles: true }),
      failedStart: await invoke('broken-start', { customer: 'A-17' }),
      answered: await answered(),
      waiting: await ask(),
    };
    return { local, runs, ask };
  } catch (error) {
    await local.close();
    throw error;
  }
}

/** What there is to look at. */
export interface SampleRuns {
  /** Whoever asked for it closes it. */
  readonly local: LocalAws;
  readonly runs: Readonly<Record<SampleName, SampleRun>>;
  /** Begins one more run that asks for an approval, and then for a take-over, and waits until it asks. @param options - how long for each */
  readonly ask: (options?: { readonly waitMs?: number }) => Promise<SampleRun>;
}

type SampleName =
  | 'tour'
  | 'again'
  | 'parallel'
  | 'failedAct'
  | 'failedBetween'
  | 'failedStart'
  | 'answered'
  | 'waiting';

/** An invocation and the run that it began, if it began one. */
export interface SampleRun {
  readonly runId: string | undefined;
  readonly requestId: string | undefined;
}

const projectRoot = path.resolve(import.meta.dirname, '../../..');

const catalog = defineCatalog(
  [
    ['shop-tour', 'Looks around in the shop, puts something into the basket and books a journey.'],
    ['three-readers', 'Reads three pages of the shop at the same time.'],
    ['wrong-turn', 'Looks for something that the shop does not have.'],
    ['broken-start', 'Is given too little, and ends before its run begins.'],
    ['booked-with-people', 'Books a journey when a person says yes, and another one has helped.'],
  ].map(([name = '', description = '']) => ({
    ...{ name, description, definitionName: name },
    entry: `test/docs/images/workflows/${name}.ts`,
  })),
);
