import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newState, type State } from '../call.ts';
import type { Client } from '../client.ts';
import { type CommandRow, runCommands } from '../command-rows.ts';
import { pythonVersion } from '../versions.ts';

/** The command of AWS's own Python SDK. */
export const act: Client = {
  name: 'act',
  version: pythonVersion('nova-act[cli]'),
  remark:
    'Of nova-act[cli]. Before `run`, the ARN of a runtime is written into the file where `deploy` keeps it: `deploy` is not served.',
  async rows(world) {
    const state = newState(act.name, world);
    const home = homeOf(state);
    await mkdir(home, { recursive: true });
    const shell = {
      client: act.name,
      executable: world.tools.tool('act'),
      environment: { ...world.local.environment, HOME: home },
      errorIn: ({ stderr }: { readonly stderr: string }) => /^Error: .*/ms.exec(stderr)?.[0] ?? stderr,
    };
    return await runCommands(shell, state, COMMANDS);
  },
};

const homeOf = ({ folder }: State): string => path.join(folder, 'act-home');
const stateFile = (state: State): string =>
  path.join(homeOf(state), '.act_cli', 'state', state.accountId, 'us-east-1', 'workflows.json');

/** The tutorial's commands, in its order. */
const COMMANDS: readonly CommandRow[] = [
  workflow({
    shown: 'create --name <name>',
    args: ({ own }) => ['create', '--name', own],
    prints: (printed, { own }) => printed.includes(`:workflow-definition/${own}`),
  }),
  workflow({
    shown: 'list',
    args: () => ['list'],
    prints: (printed, { own }) => new RegExp(`${own} .*synced`).test(printed),
  }),
  workflow({
    shown: 'show --name <name>',
    args: ({ own }) => ['show', '--name', own],
    prints: (printed, { own }) => printed.includes(`:workflow-definition/${own}`),
  }),
  workflow({
    shown: 'run --name <name> --payload <payload>',
    given: deployBy,
    args: ({ own, payload }) => ['run', '--name', own, '--payload', payload],
    prints: (printed) => printed.includes('Workflow execution completed successfully'),
  }),
  workflow({
    shown: 'list-runs --name <WorkflowDefinitionName>',
    args: ({ outputs }) => ['list-runs', '--name', outputs.WorkflowDefinitionName],
    prints: (printed) => printed.includes('SUCCEEDED'),
  }),
  workflow({
    shown: 'list-runs --name <a name that is not there>',
    args: () => ['list-runs', '--name', 'nobody'],
    prints: () => false,
  }),
  workflow({
    shown: 'delete --name <name> --cleanup --force',
    given: undeploy,
    args: ({ own }) => ['delete', '--name', own, '--cleanup', '--force'],
    prints: (printed) => printed.includes('Deleted WorkflowDefinition'),
  }),
];

function workflow(row: Omit<CommandRow, 'service'>): CommandRow {
  return {
    ...row,
    service: 'nova-act',
    shown: `act workflow ${row.shown}`,
    args: (state) => ['workflow', ...row.args(state)],
  };
}

/** What `act workflow deploy` writes when it has made a runtime. */
async function deployBy(state: State): Promise<void> {
  await setDeployment(state, {
    deployment_arn: state.outputs.RuntimeArn,
    image_uri: 'none',
    image_tag: 'none',
  });
}

/** It would delete the runtime, too. */
async function undeploy(state: State): Promise<void> {
  await setDeployment(state, null);
}

async function setDeployment(state: State, agentcore: object | null): Promise<void> {
  const kept = JSON.parse(await readFile(stateFile(state), 'utf8'));
  kept.workflows[state.own].deployments = { agentcore };
  await writeFile(stateFile(state), JSON.stringify(kept));
}
