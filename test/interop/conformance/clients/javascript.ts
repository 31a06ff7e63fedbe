import path from 'node:path';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../../../../lib/core/package.ts';
import { asking } from '../asking.ts';
import { type Call, play } from '../call.ts';
import { ALL_CALLS } from '../calls/all-calls.ts';
import type { Client } from '../client.ts';
import type { Row } from '../row.ts';
import { npmVersion } from '../versions.ts';
import type { World } from '../world.ts';

/** The clients of AWS SDK for JavaScript v3. */
export const javaScript: Client = {
  name: '@aws-sdk/client-…',
  version: npmVersion('@aws-sdk/client-s3'),
  remark: 'There is none for Nova Act.',
  rows: (world) => rowsOf(javaScript.name, world, ({ service }) => SERVICES.includes(service)),
};

/** This package's own client of Nova Act, of the same shape. */
export const serviceClient: Client = {
  name: `${PACKAGE_NAME}/service`,
  version: PACKAGE_VERSION,
  rows: (world) => rowsOf(serviceClient.name, world, ({ service }) => service === 'nova-act'),
};

const SERVICES = ['bedrock-agentcore', 'cloudformation', 'logs', 's3', 'secretsmanager', 'sts'];

async function rowsOf(name: string, world: World, known: (call: Call) => boolean): Promise<readonly Row[]> {
  const script = path.join('test', 'interop', 'javascript', 'operations.ts');
  await using answers = asking(process.execPath, ['--import', 'tsx', script], world.local.environment);
  return await play(name, world, ALL_CALLS.filter(known), answers.caller);
}
