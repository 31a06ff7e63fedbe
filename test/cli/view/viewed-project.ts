import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { writeOutputsFile } from '../../../lib/catalog/outputs-file.ts';
import { deferred } from '../../../lib/core/async.ts';
import { deployLocally } from '../../../lib/local/agentcore/index.ts';
import { startLocalAws } from '../../../lib/local/index.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';
import { callCommand } from '../call-command.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');

/** Two acts in one session and one in another, with lines in its log; what it is told to do at last may fail. */
const WORKFLOW = `
  import { NovaAct, Workflow } from ${JSON.stringify(SDK)};
  export const main = ({ url, last, password }) =>
    Workflow.run({}, async () => {
      console.log('Looking at the page');
      await using nova = await NovaAct.start({ startingPage: url });
      const { data } = await nova.actGet('Return the main heading', { type: 'string' });
      await nova.act("Type 'lamp' into the search box");
      await using other = await NovaAct.start({ startingPage: url });
      await other.act(last);
      return { heading: data };
    });
`;

/**
 * A workflow that is deployed to local AWS, and a folder elsewhere that has nothing but the outputs of the deployment, as after
 * `cdk deploy --outputs-file`: what is called there knows AWS by its clients alone.
 */
export async function startViewedProject() {
  const project = makeProject({ 'workflows/trip.ts': WORKFLOW });
  const stateDir = mkdtempSync(path.join(tmpdir(), 'viewed-state-'));
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'viewed-'));
  const aws = await startLocalAws({ stateDir });
  const connection = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const novaAct = new NovaActClient(connection);
  const trip = { entry: 'workflows/trip.ts', description: 'A trip.' };
  const deployments = await deployLocally({
    catalog: [
      { ...trip, name: 'trip', definitionName: 'trip', environment: { NOVA_ACT_ARTIFACTS: '1' } },
      // With the defaults of local AWS, which has the acts exported.
      { ...trip, name: 'plain', definitionName: 'plain' },
    ],
    projectRoot: project.root,
    stateDir,
    client: novaAct,
  });
  writeOutputsFile({
    file: path.join(elsewhere, 'cdk-outputs.json'),
    stacks: Object.fromEntries(deployments.map(({ stackName, outputs }) => [stackName, outputs])),
  });
  const agentCore = new BedrockAgentCoreClient(connection);
  const stop = new AbortController();
  return {
    aws,
    novaAct,
    connection,
    /** Where commands are called. */
    elsewhere,
    /** Calls a workflow. @returns the id of the run that it began */
    async invoke(payload: object, name: 'trip' | 'plain' = 'trip'): Promise<string> {
      const deployment = deployments.find((each) => each.name === name);
      await agentCore
        .send(
          new InvokeAgentRuntimeCommand({
            agentRuntimeArn: deployment?.outputs.RuntimeArn,
            runtimeSessionId: randomUUID(),
            payload: Buffer.from(JSON.stringify({ url: aws.demoSiteUrl, ...payload })),
          }),
        )
        .then(
          ({ response }) => response?.transformToString(),
          () => {},
        );
      return aws.store.runs().at(-1)?.runId ?? '';
    },
    /** The id of the request that a run began in. */
    requestIdOf: (runId: string): string => {
      const run = aws.store.run(runId);
      const id = run && (aws.store.invocations.idOfRun(run) ?? run.invocationId);
      return id?.split('.').at(-1) ?? '';
    },
    /** `view …`, called elsewhere; ends with the project. @returns its address, once it is said */
    async view(
      args: readonly string[] = [],
    ): Promise<{ readonly url: string; readonly ended: Promise<number> }> {
      const { promise, resolve } = deferred<string>();
      const called = callCommand(['view', '--port', '0', '--json', ...args], {
        projectRoot: elsewhere,
        stdout: resolve,
        environment: process.env,
        interrupt: stop.signal,
      });
      const ended = called.then(({ exitCode }) => exitCode);
      const said = await Promise.race([
        promise,
        called.then(({ stderr }) => {
          throw new Error(stderr);
        }),
      ]);
      return { url: JSON.parse(said).data.url, ended };
    },
    /** Ctrl-C. */
    interrupt: () => stop.abort(),
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort();
      agentCore.destroy();
      novaAct.destroy();
      await aws.close();
      project.remove();
      for (const folder of [stateDir, elsewhere]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
