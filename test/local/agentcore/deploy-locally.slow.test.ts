import { readdirSync } from 'node:fs';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import type { WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { findOutputsInFile } from '../../../lib/catalog/index.ts';
import { agentCorePlugin, deployLocally, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { NovaActStore, novaActPlugin } from '../../../lib/local/nova-act/index.ts';
import {
  GetWorkflowDefinitionCommand,
  NovaActClient,
  paginateListWorkflowDefinitions,
} from '../../../lib/service/index.ts';
import { makeProject } from '../../bundle/project.ts';

const entry = (name: string): WorkflowCatalogEntry => ({
  name,
  entry: `workflows/${name}.ts`,
  definitionName: `${name}-workflow`,
  description: `The workflow ${name}.`,
});
const catalog = [entry('first'), entry('second')];
const project = makeProject({
  'workflows/first.ts': `import { chromium } from 'playwright-core'; export const main = () => 'first with ' + chromium.name();`,
  'workflows/second.ts': `export const main = () => 'second';`,
});
const stateDir = path.join(project.root, 'state');
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let app: FastifyInstance;
let endpoint: string;
let client: NovaActClient;
beforeAll(async () => {
  app = fastify({ forceCloseConnections: true, return503OnClosing: false });
  await app.register(novaActPlugin, { store: NovaActStore.open({ stateDir }), agent: scriptedAgent([]) });
  await app.register(agentCorePlugin, { registry: new RuntimeRegistry({ stateDir }), stateDir });
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  client = new NovaActClient({ endpoint, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await app.close();
  project.remove();
});

const deploy = (entries = catalog): ReturnType<typeof deployLocally> =>
  deployLocally({ catalog: entries, projectRoot: project.root, stateDir, client });

describe('when a catalog is deployed', () => {
  test('the outputs file has what the CDK stacks would give, and the runtimes answer', async () => {
    const [first] = await deploy();
    const outputs = findOutputsInFile({
      file: path.join(stateDir, 'cdk-outputs.json'),
      stackName: 'NovaActWorkflow-first',
    });
    expect(outputs).toEqual(first?.outputs);
    expect(outputs).toMatchObject({
      RuntimeVersion: '1',
      EndpointName: 'DEFAULT',
      WorkflowDefinitionName: 'first-workflow',
      WorkflowDefinitionArn: expect.stringMatching(
        /^arn:aws:nova-act:us-east-1:\d{12}:workflow-definition\/first-workflow$/,
      ),
      RuntimeLogGroupName: `/aws/bedrock-agentcore/runtimes/${outputs.RuntimeId}-DEFAULT`,
      Region: 'us-east-1',
    });
    const agentCore = new BedrockAgentCoreClient({ endpoint, region: 'us-east-1', credentials });
    for (const qualifier of [outputs.EndpointName, 'live']) {
      const { response } = await agentCore.send(
        new InvokeAgentRuntimeCommand({
          agentRuntimeArn: outputs.RuntimeArn,
          qualifier,
          payload: new Uint8Array(),
        }),
      );
      expect(await response?.transformToString()).toBe('"first with chromium"');
    }
    // The log of each says by which endpoint it was called.
    const logs = readdirSync(path.join(stateDir, 'logs')).map((name) => name.slice(name.indexOf('.')));
    expect(logs.sort()).toEqual(['.live.log', '.log']);
    const { exportConfig } = await client.send(
      new GetWorkflowDefinitionCommand({ workflowDefinitionName: 'first-workflow' }),
    );
    expect(exportConfig).toEqual({ s3BucketName: outputs.ArtifactBucketName, s3KeyPrefix: 'first-workflow' });
  });

  test('doing it again changes nothing; a change of one workflow makes a new version of that one', async () => {
    const before = await deploy();
    project.write('workflows/second.ts', `// changed\nexport const main = () => 'second, changed';`);
    const after = await deploy();
    expect(after.map(({ outputs }) => outputs.RuntimeVersion)).toEqual(['1', '2']);
    expect(after[0]).toEqual(before[0]);
    const names = [];
    for await (const page of paginateListWorkflowDefinitions({ client }, {})) {
      names.push(
        ...(page.workflowDefinitionSummaries ?? []).map((summary) => summary.workflowDefinitionName),
      );
    }
    expect(names.sort()).toEqual(['first-workflow', 'second-workflow']);
  });
});

describe('when one workflow of a catalog cannot be bundled', () => {
  test('nothing is deployed', async () => {
    project.write('workflows/third.ts', 'export const main = (;');
    await expect(deploy([entry('fourth'), entry('third')])).rejects.toThrow(/does not exist/);
    project.write('workflows/fourth.ts', 'export const main = () => 4;');
    await expect(deploy([entry('fourth'), entry('third')])).rejects.toThrow(/third\.ts:1:/);
    expect(new RuntimeRegistry({ stateDir }).list().map(({ name }) => name)).not.toContain('fourth');
    expect(readdirSync(path.join(stateDir, 'bundles', 'fourth'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
  });
});
