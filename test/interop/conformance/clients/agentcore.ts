import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newState, type State } from '../call.ts';
import type { Client } from '../client.ts';
import { type CommandRow, runCommands } from '../command-rows.ts';
import { pythonVersion } from '../versions.ts';

/** The command of the starter toolkit of AgentCore. */
export const agentcore: Client = {
  name: 'agentcore',
  version: pythonVersion('bedrock-agentcore-starter-toolkit'),
  remark:
    'Of bedrock-agentcore-starter-toolkit. It calls the runtime that `.bedrock_agentcore.yaml` names, which its own `deploy` would have written.',
  async rows(world) {
    const state = newState(agentcore.name, world);
    const cwd = path.join(world.folder, 'agentcore');
    await mkdir(cwd);
    await writeFile(path.join(cwd, '.bedrock_agentcore.yaml'), configuration(state));
    const shell = {
      client: agentcore.name,
      executable: world.tools.tool('agentcore'),
      environment: {
        ...world.local.environment,
        HOME: cwd,
        COLUMNS: '1000',
        AGENTCORE_SUPPRESS_RECOMMENDATION: '1',
      },
      cwd,
      errorIn: ({ stdout }: { readonly stdout: string }) => stdout,
    };
    return await runCommands(shell, state, COMMANDS);
  },
};

function configuration({ outputs, accountId }: State): string {
  return `default_agent: workflow
agents:
  workflow:
    name: workflow
    entrypoint: main.mjs
    language: typescript
    deployment_type: container
    aws:
      execution_role: arn:aws:iam::${accountId}:role/local
      account: "${accountId}"
      region: us-east-1
    bedrock_agentcore:
      agent_id: ${outputs.RuntimeId}
      agent_arn: ${outputs.RuntimeArn}
`;
}

const COMMANDS: readonly CommandRow[] = [
  {
    shown: 'agentcore invoke <payload>',
    args: ({ payload }: State) => ['invoke', payload],
    prints: (printed: string, { answer }: State) => printed.includes(answer),
  },
  {
    shown: 'agentcore stop-session',
    args: () => ['stop-session'],
    prints: (printed: string) => printed.includes('Session stopped successfully'),
  },
  {
    shown: 'agentcore stop-session --session-id <a session that is not there>',
    args: () => ['stop-session', '--session-id', 'nobody-0123456789-0123456789-0123456789'],
    prints: (printed: string) => printed.includes('Session not found'),
  },
  {
    shown: 'agentcore status',
    args: () => ['status'],
    prints: (printed: string) => printed.includes('READY'),
    sees: (printed: string) => /Deploying - .*?starting/.exec(printed)?.[0],
  },
].map((row) => ({ ...row, service: 'bedrock-agentcore' }));
