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

/** Local AWS with runs that look like those of people: long, parallel, failed in an act, after it, and before a run began. */
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
    const runs = {
      tour: await invoke('shop-tour', { shop, traveller: 'Ada Lovelace', nights: 5 }),
      again: await invoke('shop-tour', { shop, traveller: 'Grace Hopper', nights: 3 }),
      parallel: await invoke('three-readers', { shop }),
      failedAct: await invoke('wrong-turn', { shop, wish: 'Express checkout' }),
      failedBetween: await invoke('wrong-turn', { shop, wish: 'About', stumbles: true }),
      failedStart: await invoke('broken-start', { customer: 'A-17' }),
    };
    agentCore.destroy();
    return { local, runs };
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
}

type SampleName = 'tour' | 'again' | 'parallel' | 'failedAct' | 'failedBetween' | 'failedStart';

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
  ].map(([name = '', description = '']) => ({
    ...{ name, description, definitionName: name },
    entry: `test/docs/images/workflows/${name}.ts`,
  })),
);
