import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterEach, describe, expect, test } from '@jest/globals';
import { findOutputsInCloudFormation } from '../../lib/catalog/index.ts';
import { exampleOutputs } from './example.ts';

type Stacks = Readonly<Record<string, Readonly<Record<string, string>>>>;
const STACK = 'NovaActWorkflow-getting-started';
let server: Server | undefined;
let client: CloudFormationClient | undefined;

afterEach(async () => {
  client?.destroy();
  await new Promise((done) => server?.close(done) ?? done(undefined));
});

/** A client of a CloudFormation that has these stacks. */
async function given(
  stacks: Stacks,
  options: { readonly mayList?: boolean } = {},
): Promise<CloudFormationClient> {
  const { mayList = true } = options;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const name = new URLSearchParams(body).get('StackName');
      const known = name === null ? mayList : Object.hasOwn(stacks, name);
      const wanted = Object.entries(stacks).filter(([stack]) => name === null || stack === name);
      response.writeHead(known ? 200 : 400, { 'content-type': 'text/xml' });
      response.end(known ? describeStacksXml(Object.fromEntries(wanted)) : errorXml(name));
    });
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  client = new CloudFormationClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return client;
}

function describeStacksXml(stacks: Stacks): string {
  const members = Object.entries(stacks).map(
    ([name, outputs]) =>
      `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${Object.entries(
        outputs,
      )
        .map(
          ([key, value]) =>
            `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
        )
        .join('')}</Outputs></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${members.join('')}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function errorXml(name: string | null): string {
  const [code, message] =
    name === null
      ? ['AccessDenied', 'not authorized to list']
      : ['ValidationError', `Stack with id ${name} does not exist`];
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

describe('when the stack is deployed', () => {
  test('its outputs are found', async () => {
    const cloudFormation = await given({ [STACK]: { ...exampleOutputs, Another: 'x' } });

    expect(await findOutputsInCloudFormation({ client: cloudFormation, stackName: STACK })).toEqual(
      exampleOutputs,
    );
  });

  test('a missing output is named, with the status of the stack', async () => {
    const cloudFormation = await given({ [STACK]: { Region: 'us-east-1' } });

    await expect(
      findOutputsInCloudFormation({ client: cloudFormation, stackName: STACK, require: ['RuntimeArn'] }),
    ).rejects.toThrow(
      `Missing output RuntimeArn of stack "${STACK}" in us-east-1 (status CREATE_COMPLETE). It has Region.`,
    );
  });
});

describe('when it is not', () => {
  test('the error lists the workflow stacks that are, and the one that was meant', async () => {
    const cloudFormation = await given({ [STACK]: exampleOutputs, Website: { Url: 'x' } });

    await expect(
      findOutputsInCloudFormation({ client: cloudFormation, stackName: 'NovaActWorkflow-geting-started' }),
    ).rejects.toThrow(
      `No stack "NovaActWorkflow-geting-started" in us-east-1. Workflow stacks there: ${STACK}. Did you mean "${STACK}"?`,
    );
  });

  test('the error stands also when stacks may not be listed', async () => {
    const cloudFormation = await given({}, { mayList: false });

    await expect(findOutputsInCloudFormation({ client: cloudFormation, stackName: STACK })).rejects.toThrow(
      `No stack "${STACK}" in us-east-1. Deploy it first with "cdk deploy"`,
    );
  });
});
