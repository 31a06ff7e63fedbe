import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OUTPUT_KEYS, readOutputsFile } from '../../../lib/catalog/index.ts';
import { workflowApp } from '../../../lib/cdk/index.ts';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { WORKFLOW_SOURCE } from '../../../lib/contract/workflow-source.ts';
import { RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { noteLine } from '../../../lib/local/assembly/index.ts';
import { deployAssembly, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { makeProject } from '../../bundle/project.ts';
import { appProps } from '../../cdk/synthesis.ts';
import { handMade, probe, roleWith } from './hand-made.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');
const SOURCE = `
  import { workflow } from ${JSON.stringify(SDK)};
  export const main = workflow({ definitionName: 'in-the-code' }, async () => process.env.GREETING ?? 'none');
`;
const project = makeProject({ 'package.json': '{}', 'workflows/greeter.ts': SOURCE });
const projectRoot = process.cwd();
const BROWSER = 'There is no AgentCore Browser here: sessions of greeter use the browser of this machine.';

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(async () => {
  await local.close();
  project.remove();
});

const entry = {
  name: 'greeter',
  entry: 'workflows/greeter.ts',
  definitionName: 'greetings',
  description: 'Greets.',
  environment: { GREETING: 'hello' },
};

const deploy = (folder: string, more: Partial<Parameters<typeof deployAssembly>[0]> = {}) =>
  deployAssembly({ folder, projectRoot, stateDir: local.stateDir, url: local.url, ...more });

async function invoke(agentRuntimeArn: string): Promise<string> {
  const client = new BedrockAgentCoreClient({
    endpoint: local.url,
    region: 'us-east-1',
    credentials: makeLocalCredentials(),
    maxAttempts: 1,
  });
  try {
    const { response } = await client.send(
      new InvokeAgentRuntimeCommand({ agentRuntimeArn, payload: new TextEncoder().encode('{}') }),
    );
    return await text(response?.transformToWebStream() ?? new ReadableStream());
  } catch (error) {
    return String(error);
  } finally {
    client.destroy();
  }
}

/** Changes variables in the template of the workflow. */
function editVariables(folder: string, variables: Readonly<Record<string, string>>): void {
  const file = path.join(folder, 'greeter.template.json');
  const template: { Resources: Record<string, { Type: string; Properties: Record<string, object> }> } =
    JSON.parse(readFileSync(file, 'utf8'));
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type === 'AWS::BedrockAgentCore::Runtime')
      Object.assign(Properties.EnvironmentVariables ?? {}, variables);
  }
  writeFileSync(file, JSON.stringify(template));
}

describe('the stacks of an app', () => {
  let folder: string;
  beforeAll(() => {
    const { root } = project;
    folder = workflowApp({
      catalog: [entry],
      projectRoot: root,
      appProps: appProps({ build: 'zip' }),
    }).synth().directory;
  });

  test('become definitions, runtimes and outputs, and run', async () => {
    const { deployments, notes, region } = await deploy(folder, { catalog: [entry] });

    expect(notes.map(noteLine)).toEqual([BROWSER]);
    const [deployment] = deployments;
    expect([region, deployment?.name, deployment?.runtimeVersion]).toEqual(['us-east-1', 'greeter', '1']);
    const source = path.join(project.root, 'workflows', 'greeter.ts');
    expect(deployment?.source).toEqual({
      entry: source,
      projectRoot: project.root,
      inputs: expect.arrayContaining([source]),
    });
    const outputs = readOutputsFile(path.join(local.stateDir, 'cdk-outputs.json'));
    expect(Object.keys(outputs)).toEqual(['NovaActFoundation', 'NovaActWorkflow-greeter']);
    expect(Object.keys(outputs['NovaActWorkflow-greeter'] ?? {}).sort()).toEqual([...OUTPUT_KEYS].sort());
    expect(outputs['NovaActWorkflow-greeter']).toMatchObject({
      RuntimeArn: deployment?.runtimeArn,
      RuntimeVersion: '1',
      WorkflowDefinitionName: 'greetings',
      ArtifactBucketName: 'nova-act-local-artifacts',
      RuntimeLogGroupName: `/aws/bedrock-agentcore/runtimes/${deployment?.runtimeId}-DEFAULT`,
    });
    const [runtime] = new RuntimeRegistry(local).list();
    expect(existsSync(path.join(String(runtime?.bundleDir), 'main.mjs.map'))).toBe(true);
    expect(runtime?.role?.statements.flatMap(({ actions }) => actions)).toContain(
      'nova-act:CreateWorkflowRun',
    );
    expect(local.store.definition('greetings')?.exportConfig).toEqual({
      s3BucketName: 'nova-act-local-artifacts',
      s3KeyPrefix: 'greetings',
    });
    expect(await invoke(deployment?.runtimeArn ?? '')).toBe('"hello"');
    expect(local.store.runs({ definitionName: 'greetings' }).map(({ status }) => status)).toEqual([
      'SUCCEEDED',
    ]);
  });

  test('stay as they are when they are deployed again; a changed variable makes a version', async () => {
    const again = await deploy(folder, { catalog: [entry] });
    editVariables(folder, { GREETING: 'welcome', NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'greetngs' });
    const changed = await deploy(folder, { catalog: [entry] });

    expect([again, changed].map(({ deployments }) => deployments[0]?.runtimeVersion)).toEqual(['1', '2']);
    expect(changed.notes.map(noteLine)).toContain(
      'NovaActWorkflow-greeter › greeter: the catalog now has another environment.GREETING, definitionName for greeter. Synthesize again if it was changed since; the settings of an environment may also say so for the workflow.',
    );
  });

  test('show a wrong variable as AWS would', async () => {
    const [runtime] = new RuntimeRegistry(local).list();

    expect(await invoke(runtime?.arn ?? '')).toMatch(
      /is not authorized to perform: nova-act:CreateWorkflowRun on resource: arn:aws:nova-act:[\w-]+:000000000000:workflow-definition\/greetngs/,
    );
  });

  test('are refused when their code is not that of the sources', async () => {
    project.write('workflows/greeter.ts', SOURCE.replace("'none'", "'nothing'"));
    await expect(deploy(folder)).rejects.toThrow(
      /^The cloud assembly .* is not of the present sources: they would make other code of greeter \(.*greeter\.ts\)\. Make it again with "npx cdk synth --quiet"/,
    );
  });

  test('are removed when another assembly is deployed; what they have run stays', async () => {
    const other = handMade({ Shop: { Resources: { ...roleWith(), Runtime: probe() } } });
    const { deployments, notes } = await deploy(other);

    expect(deployments.map(({ name }) => name)).toEqual(['probe']);
    expect(notes.map(({ what }) => what)).toContain(
      'The runtime greeter is not in the assembly: it was removed. Definitions and their runs stay.',
    );
    expect(new RuntimeRegistry(local).list().map(({ name }) => name)).toEqual(['probe']);
    expect(Object.keys(readOutputsFile(path.join(local.stateDir, 'cdk-outputs.json')))).toEqual(['Shop']);
    expect(local.store.runs({ definitionName: 'greetings' })).not.toEqual([]);
  });
});

test('code whose source is not known, or not there, is deployed, and that it was not checked is said', async () => {
  const source = { runtime: 'Runtime', workflow: 'probe', entry: 'nowhere/probe.ts', projectRoot: '.' };
  const stack = { Resources: { ...roleWith(), Runtime: probe() } };
  const said = async (folder: string) => {
    const { deployments, notes } = await deploy(folder);
    expect(deployments).toMatchObject([{ name: 'probe', source: undefined }]);
    return notes.map(noteLine);
  };

  expect(await said(handMade({ Shop: stack }))).toContain(
    'Shop › probe: the assembly does not say what it is made of (it is from an older version, or another construct): whether its code is that of the source was not checked.',
  );
  expect(await said(handMade({ Shop: stack }, [{ type: WORKFLOW_SOURCE, data: source }]))).toContain(
    `Shop › probe: its source nowhere/probe.ts is not in ${projectRoot}: whether its code is that of the source was not checked.`,
  );
});

test('an endpoint that is pinned to a version that was never here is left out', async () => {
  const endpoint = (version: string) => ({
    Type: 'AWS::BedrockAgentCore::RuntimeEndpoint',
    Properties: { Name: 'live', AgentRuntimeId: { Ref: 'Runtime' }, AgentRuntimeVersion: version },
  });
  const deployPinned = async (version: string) => {
    const pinned = probe({ AgentRuntimeName: 'pinned' });
    const { notes } = await deploy(
      handMade({ Shop: { Resources: { ...roleWith(), Runtime: pinned, Live: endpoint(version) } } }),
    );
    return { notes: notes.map(noteLine), endpoints: new RuntimeRegistry(local).listStored()[0]?.endpoints };
  };

  expect((await deployPinned('1')).endpoints).toEqual({ DEFAULT: '1', live: '1' });
  expect(await deployPinned('7')).toEqual({
    endpoints: { DEFAULT: '1' },
    notes: expect.arrayContaining([
      'Shop › Runtime: the endpoint live is pinned to version 7, which was never here (there are 1): it is left out. Call DEFAULT instead.',
    ]),
  });
});

describe('nothing is deployed from', () => {
  test('an assembly without runtimes', async () => {
    await expect(deploy(handMade({ A: { Resources: {} }, B: { Resources: {} } }))).rejects.toThrow(
      /has no AgentCore runtime\. Its stacks: A, B\. Name the assembly of an app with workflows after --from\./,
    );
  });

  test('an assembly whose runtimes cannot be run here', async () => {
    const folder = handMade({ A: { Resources: { Runtime: probe() } } });
    rmSync(path.join(folder, 'asset.code'), { recursive: true });

    await expect(deploy(folder)).rejects.toThrow(
      /Nothing in the cloud assembly .* can be run on local AWS:\n {2}- A › Runtime › AgentRuntimeArtifact: its code .*asset\.code is not a folder/,
    );
  });
});
