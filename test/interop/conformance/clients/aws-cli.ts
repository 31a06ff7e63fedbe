import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AWS_CLI_2_VERSION, awsCli2 as awsCli2Executable, awsCli2Missing } from '../../support/aws-cli.ts';
import { runAnyhow } from '../../support/processes.ts';
import { type Caller, type Members, newState, play } from '../call.ts';
import { ALL_CALLS } from '../calls/all-calls.ts';
import type { Client } from '../client.ts';
import { type CommandRow, runCommands } from '../command-rows.ts';
import { pythonVersion } from '../versions.ts';
import type { World } from '../world.ts';
import { LOGS_COMMANDS, S3_COMMANDS } from './aws-cli-commands.ts';

/** The AWS CLI that one installs today. */
export const awsCli2: Client = {
  name: 'AWS CLI 2',
  version: AWS_CLI_2_VERSION,
  remark: 'Its errors begin with `aws: [ERROR]:`, which is left out here.',
  missing: awsCli2Missing,
  async rows(world) {
    const cli = { name: awsCli2.name, executable: await awsCli2Executable(world.tools) };
    // Version 2 takes payloads in base64 unless it is told otherwise.
    const caller = callerOf(cli.executable, world, ['--cli-binary-format', 'raw-in-base64-out']);
    return [
      ...(await play(cli.name, world, ALL_CALLS, caller)),
      ...(await typed(cli, world, [...S3_COMMANDS, ...LOGS_COMMANDS])),
    ];
  },
};

/** The one before, which pip installs. */
export const awsCli1: Client = {
  name: 'AWS CLI 1',
  version: pythonVersion('awscli'),
  remark: 'It has no `aws logs tail`, and asks AWS for `sqs`, whatever the variables say.',
  async rows(world) {
    const cli = { name: awsCli1.name, executable: world.tools.tool('aws') };
    const some = ALL_CALLS.filter(({ service }) => SERVICES_OF_VERSION_1.includes(service));
    return [
      ...(await play(cli.name, world, some, callerOf(cli.executable, world, []))),
      ...(await typed(cli, world, S3_COMMANDS)),
    ];
  },
};

/** Operations that are the same in both are called with one. */
const SERVICES_OF_VERSION_1 = ['sts', 'sns', 'bedrock-agentcore', 'cloudformation'];

interface Cli {
  readonly name: string;
  readonly executable: string;
}

function callerOf(executable: string, { local, folder }: World, options: readonly string[]): Caller {
  const { environment } = local;
  return async ({ service, operation, input }) => {
    const stream = path.join(folder, `${path.basename(path.dirname(executable))}-stream`);
    if (operation === 'PutObject') await writeFile(stream, String(input.Body));
    const { args, streams } = argumentsOf(operation, input, stream);
    const command = [service === 's3' ? 's3api' : service, kebab(operation), ...args, '--output', 'json'];
    const printed = await runAnyhow(executable, [...command, ...options], { environment });
    if (printed.exitCode !== 0) throw new Error(printed.stderr);
    const output: Members = printed.stdout.trim() === '' ? {} : JSON.parse(printed.stdout);
    return streams === undefined ? output : { ...output, [streams]: await readFile(stream, 'utf8') };
  };
}

function typed(
  { name, executable }: Cli,
  world: World,
  commands: readonly CommandRow[],
): ReturnType<typeof runCommands> {
  const shell = { client: name, executable, environment: world.local.environment };
  return runCommands(shell, newState(name, world), commands);
}

/** As the model has it; the commands that take or give a stream want each member by itself, and a file for the stream. */
function argumentsOf(
  operation: string,
  input: Members,
  stream: string,
): { readonly args: readonly string[]; readonly streams?: string | undefined } {
  const { Body: _, ...members } = input;
  const each = Object.entries(members).flatMap(([name, value]) => [`--${kebab(name)}`, String(value)]);
  switch (operation) {
    case 'InvokeAgentRuntime':
      return { args: [...each, stream], streams: 'response' };
    case 'GetObject':
      return { args: [...each, stream], streams: 'Body' };
    case 'PutObject':
      return { args: [...each, '--body', stream] };
    default:
      return { args: ['--cli-input-json', JSON.stringify(input)] };
  }
}

function kebab(operation: string): string {
  return operation.replace(/[a-z\d](?=[A-Z])/g, '$&-').toLowerCase();
}
