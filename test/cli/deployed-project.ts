import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { STATE_DIR_NAME } from '../../lib/catalog/names.ts';
import { deployLocally } from '../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { noteRunning } from '../../lib/local/running-local-aws.ts';
import { NovaActClient } from '../../lib/service/index.ts';
import { makeProject } from '../bundle/project.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');

/** Needs no browser, and prints in all ways. */
const WORKFLOW = `
  import { Workflow } from ${JSON.stringify(SDK)};
  export const main = ({ say }: { say: string }) =>
    Workflow.run({ definitionName: 'shop' }, async ({ runId }) => {
      console.log(say);
      process.stdout.write('plain ' + say + '\\u001b[2J\\n');
      if (say.startsWith('bad')) console.error('what is wrong with ' + say);
      return runId;
    });
`;

/** A project with one workflow, which is deployed to a local AWS that runs for it. */
export async function startDeployedProject() {
  const project = makeProject({ 'workflows/shop.ts': WORKFLOW });
  const stateDir = path.join(project.root, STATE_DIR_NAME);
  const aws: LocalAws = await startLocalAws({ stateDir });
  const connection = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const novaAct = new NovaActClient(connection);
  const [deployment] = await deployLocally({
    catalog: [{ name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop', description: 'A shop.' }],
    projectRoot: project.root,
    stateDir,
    client: novaAct,
  });
  if (deployment === undefined) throw new Error('Nothing was deployed.');
  noteRunning(stateDir, { url: aws.url, region: 'us-east-1' });
  const agentCore = new BedrockAgentCoreClient(connection);
  return {
    aws,
    connection,
    outputs: deployment.outputs,
    project,
    /** @returns the id of the run, and the session that it ran in */
    async invoke(say: string, sessionId: string = randomUUID()) {
      const { response } = await agentCore.send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: deployment.outputs.RuntimeArn,
          runtimeSessionId: sessionId,
          payload: Buffer.from(JSON.stringify({ say })),
        }),
      );
      const runId: unknown = JSON.parse((await response?.transformToString()) ?? '');
      return { runId: String(runId), sessionId };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      agentCore.destroy();
      novaAct.destroy();
      await aws.close();
      project.remove();
    },
  };
}
