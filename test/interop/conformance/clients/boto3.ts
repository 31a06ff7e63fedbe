import { asking } from '../asking.ts';
import { type Call, type Members, play, type State } from '../call.ts';
import { ALL_CALLS } from '../calls/all-calls.ts';
import type { Client } from '../client.ts';
import { pythonVersion } from '../versions.ts';

export const boto3: Client = {
  name: 'boto3',
  version: pythonVersion('boto3'),
  remark: 'It has no operation for WebSockets: botocore signs, the package `websockets` connects.',
  async rows(world) {
    const { tools, local } = world;
    await using answers = asking(tools.executable, [tools.script('operations')], local.environment);
    return await play(boto3.name, world, [...ALL_CALLS, ...EXTRAS], answers.caller);
  },
};

const NINE_MIB = 9 * 1024 * 1024;

/** What it does besides operations: see EXTRAS of operations.py. */
const EXTRAS: readonly Call[] = [
  {
    service: 's3',
    operation: 'upload_file, download_file',
    how: '9 MiB, in parts',
    input: (state) => ({ ...inBucket(state, 'large.bin'), size: NINE_MIB }),
    comes: ({ same, size }) => same === true && size === NINE_MIB,
  },
  {
    service: 's3',
    operation: 'generate_presigned_url',
    how: 'to put and to get',
    input: (state) => ({ ...inBucket(state, 'presigned.txt'), text: 'Hello' }),
    comes: ({ text }) => text === 'Hello',
  },
  {
    service: 'logs',
    operation: 'StartLiveTail',
    input: ({ outputs, payload, own }) => ({
      group: outputs.RuntimeLogGroupName,
      invocation: {
        agentRuntimeArn: outputs.RuntimeArn,
        runtimeSessionId: `${own}-live-tail-0123456789-0123456789`,
        payload,
      },
    }),
    comes: ({ message }) => typeof message === 'string',
  },
  {
    service: 'bedrock-agentcore',
    operation: 'WebSocket, signed',
    input: (state) => ({ path: socketPath(state), payload: state.payload }),
    comes: isResult,
  },
  {
    service: 'bedrock-agentcore',
    operation: 'WebSocket, presigned',
    input: (state) => ({ path: socketPath(state), payload: state.payload }),
    comes: isResult,
  },
];

function inBucket({ outputs, own }: State, name: string): Members {
  return { bucket: outputs.ArtifactBucketName, key: `${own}/${name}` };
}

function socketPath({ outputs, own }: State): string {
  const session = `X-Amzn-Bedrock-AgentCore-Runtime-Session-Id=${own}-0123456789-0123456789-0123456789`;
  return `/runtimes/${encodeURIComponent(outputs.RuntimeArn)}/ws?${session}`;
}

function isResult({ type, result }: Members, { answer }: State): boolean {
  return type === 'result' && JSON.stringify(result).includes(answer);
}
