import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { regionOf } from '../../lib/cli/region.ts';
import { localIdentityOf, makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { useMatchingCredentials } from '../../lib/service/matching-credentials.ts';
import { exampleOutputs } from '../catalog/example.ts';
import { REAL, withAwsHome } from '../service/aws-home.ts';
import { loopbackSources, sourcesElsewhere } from '../service/endpoint-sources.ts';
import { transportTo } from '../service/transport-to.ts';
import { type AgentCoreWire, answerJson, startAgentCoreWire } from './invoke/agentcore-wire.ts';
import { callInvoke } from './invoke/call-invoke.ts';

const ARN = exampleOutputs.RuntimeArn;
const SOMEWHERE = 'http://127.0.0.1:1';

/** What is on this machine, and what stands where AWS and other servers would. */
let here: AgentCoreWire;
let elsewhere: AgentCoreWire;
beforeEach(async () => {
  here = await startAgentCoreWire((_, response) => answerJson(response, 200, 'here'));
  elsewhere = await startAgentCoreWire((_, response) => answerJson(response, 200, 'elsewhere'));
});
afterEach(async () => {
  await here[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});

const keysIn = ({ requests }: AgentCoreWire) =>
  requests.map(({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1]);

/** Every request has a key of local AWS, and nothing of the keys of AWS. */
function expectLocalSignatures(wire: AgentCoreWire): void {
  expect(wire.requests).not.toEqual([]);
  for (const key of keysIn(wire)) expect(localIdentityOf(key ?? '')).toBeDefined();
  expect(JSON.stringify(wire.requests)).not.toMatch(/real-|ASIAREAL|security-token/i);
}

describe('when AgentCore is on this machine, invoke signs with local credentials', () => {
  test.each(loopbackSources('BEDROCK_AGENTCORE', SOMEWHERE).map(({ name }) => name))('%s', async (name) => {
    const sources = loopbackSources('BEDROCK_AGENTCORE', here.url);
    await using _home = await withAwsHome(sources.find((source) => source.name === name));

    expect(await callInvoke({ workflow: ARN })).toMatchObject({ exitCode: 0, stdout: 'here\n' });

    expectLocalSignatures(here);
  });

  test('also with a profile that has keys of AWS', async () => {
    await using _home = await withAwsHome({ environment: { AWS_ENDPOINT_URL: here.url } });

    expect(await callInvoke({ workflow: ARN, profile: 'default' })).toMatchObject({ exitCode: 0 });

    expectLocalSignatures(here);
  });

  test('those that the environment has from local AWS are kept', async () => {
    const { accessKeyId, secretAccessKey } = makeLocalCredentials();
    const environment = {
      AWS_ENDPOINT_URL: here.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    await using _home = await withAwsHome({ environment });

    await callInvoke({ workflow: ARN });

    expect(keysIn(here)).toEqual([accessKeyId]);
  });

  test('and names are looked up among what is deployed to local AWS', async () => {
    await using _home = await withAwsHome({ config: `[default]\nendpoint_url = ${here.url}\n` });
    const directory = process.env.HOME ?? '';
    await mkdir(path.join(directory, '.nova-act'));
    await writeFile(
      path.join(directory, '.nova-act', 'cdk-outputs.json'),
      JSON.stringify({ 'NovaActWorkflow-getting-started': { RuntimeArn: ARN } }),
    );

    const { stdout } = await callInvoke({ workflow: 'getting-started' }, { directory });

    expect(stdout).toBe('here\n');
    expectLocalSignatures(here);
  });

  test('and a CloudFormation on this machine is asked in the same way', async () => {
    await using _home = await withAwsHome(
      loopbackSources('CLOUDFORMATION', here.url).find(
        ({ name }) => name === 'the services section of the profile',
      ),
    );

    await callInvoke({ workflow: 'getting-started' });

    expectLocalSignatures(here);
    expect(here.requests[0]?.body).toContain('Action=DescribeStacks');
  });
});

describe('when a service is elsewhere, its client signs as the usual chain says', () => {
  const services = {
    BEDROCK_AGENTCORE: async () => {
      const client = new BedrockAgentCoreClient(await configuration());
      await useMatchingCredentials(client);
      await client.send(new InvokeAgentRuntimeCommand({ agentRuntimeArn: ARN, payload: new Uint8Array() }));
    },
    CLOUDFORMATION: async () => {
      const client = new CloudFormationClient(await configuration());
      await useMatchingCredentials(client);
      // The answer is none of CloudFormation's; what counts is what was asked.
      await client.send(new DescribeStacksCommand({})).catch(() => undefined);
    },
  };
  const configuration = async () => ({
    region: await regionOf({ environment: process.env }),
    requestHandler: transportTo(elsewhere.url),
  });
  const rows = (['BEDROCK_AGENTCORE', 'CLOUDFORMATION'] as const).flatMap((service) =>
    sourcesElsewhere(service, SOMEWHERE).map(({ name }) => ({ service, name })),
  );

  test.each(rows)('$service: $name', async ({ service, name }) => {
    const source = sourcesElsewhere(service, here.url).find((candidate) => candidate.name === name);
    await using _home = await withAwsHome(source);

    await services[service]();

    expect(here.requests).toEqual([]);
    expect(elsewhere.requests[0]?.headers.host).toBe(
      source?.host(service.toLowerCase().replaceAll('_', '-')),
    );
    expect([...new Set(keysIn(elsewhere))]).toEqual([REAL.AWS_ACCESS_KEY_ID]);
  });
});

describe('when credentials of local AWS are in the environment, but requests go to AWS', () => {
  test.each([
    ['invoking', ARN, 'https://bedrock-agentcore.us-east-1.amazonaws.com'],
    ['finding the runtime', 'getting-started', 'https://cloudformation.us-east-1.amazonaws.com'],
  ])('%s is refused: exit 2, nothing sent', async (_, workflow, url) => {
    const { accessKeyId, secretAccessKey } = makeLocalCredentials();
    const environment = {
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_ENDPOINT_URL: here.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    await using _home = await withAwsHome({ environment });

    const { exitCode, stderr } = await callInvoke({ workflow });

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`The credentials are those of local AWS, but requests go to ${url}. Unset`);
    expect(here.requests).toEqual([]);
  });
});

test('when the endpoint is no address, invoke says so: exit 2', async () => {
  await using _home = await withAwsHome({ environment: { AWS_ENDPOINT_URL: 'localhost' } });

  const { exitCode, stderr } = await callInvoke({ workflow: ARN });

  expect(exitCode).toBe(2);
  expect(stderr).toContain('The endpoint of Bedrock AgentCore cannot be told');
});
