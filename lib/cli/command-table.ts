import type { CliCommand, CommandSetup } from './cli-command.ts';

/**
 * All commands of `act`, in the order in which its help lists them. What a command needs is loaded when it is called: the
 * help of all of them costs no more than this table.
 */
export const COMMAND_TABLE: readonly CommandEntry[] = [
  {
    name: 'init',
    group: 'Write and run',
    summary: 'make a project of its own',
    load: async () => (await import('./init/command.ts')).initCommand,
  },
  {
    name: 'dev',
    alias: 'local',
    group: 'Write and run',
    summary: 'run local AWS, with your workflows, until Ctrl-C',
    load: async () => (await import('./local/command.ts')).localCommand,
  },
  {
    name: 'run',
    group: 'Write and run',
    summary: 'run a workflow on this machine',
    load: async () => (await import('./run/command.ts')).runWorkflowCommand,
  },
  {
    name: 'invoke',
    group: 'Write and run',
    summary: 'run a deployed workflow, and print what it returns',
    load: async () => (await import('./invoke/command.ts')).invokeCommand,
  },
  {
    name: 'fleet',
    group: 'Write and run',
    summary: 'run a workflow for each item of a list',
    load: async () => (await import('./fleet/command.ts')).fleetCommand,
  },
  {
    name: 'env',
    group: 'Write and run',
    summary: 'print the variables of a running local AWS for a shell',
    load: async () => (await import('./env/command.ts')).envCommand,
  },
  {
    name: 'doctor',
    group: 'Write and run',
    summary: 'say what is missing on this machine and in the account, and how to get it',
    load: async () => (await import('./doctor/command.ts')).doctorCommand,
  },
  {
    name: 'workflow',
    group: 'Deploy',
    summary: 'create, list, show and delete workflow definitions',
    load: async () => (await import('./workflow/command.ts')).workflowCommand,
  },
  {
    name: 'preflight',
    group: 'Deploy',
    summary: 'say what CloudFormation would refuse',
    load: async () => (await import('./preflight/command.ts')).preflightCommand,
  },
  {
    name: 'deploy',
    group: 'Deploy',
    summary: 'deploy with the CDK, with our defaults',
    load: async () => (await import('./deploy/command.ts')).deployCommand,
  },
  {
    name: 'destroy',
    group: 'Deploy',
    summary: 'take down what was deployed, with the CDK',
    load: async () => (await import('./deploy/command.ts')).destroyCommand,
  },
  {
    name: 'runs',
    group: 'Look',
    summary: 'list, show, watch, repeat and stop runs',
    load: async () => (await import('./runs/command.ts')).runsCommand,
  },
  {
    name: 'logs',
    group: 'Look',
    summary: 'print what workflows have logged',
    load: async () => (await import('./logs/command.ts')).logsCommand,
  },
  {
    name: 'artifacts',
    group: 'Look',
    summary: 'list and fetch what runs have written to the artifact bucket',
    load: async () => (await import('./artifacts/command.ts')).artifactsCommand,
  },
  {
    name: 'view',
    group: 'Look',
    summary: 'show runs as pages in a browser, until Ctrl-C',
    load: async () => (await import('./view/command.ts')).viewCommand,
  },
  {
    name: 'completion',
    group: 'Shell',
    summary: 'print the completion for bash, zsh or fish',
    load: async () => (await import('./completion/command.ts')).completionCommand,
  },
];

/** A command, and how to get at it. */
export interface CommandEntry {
  readonly name: string;
  /** Another name that is understood, and not listed. */
  readonly alias?: string | undefined;
  /** The heading that it is listed under. */
  readonly group: 'Write and run' | 'Deploy' | 'Look' | 'Shell';
  /** For the list of commands: begins in lower case, without a full stop. */
  readonly summary: string;
  readonly load: () => Promise<(setup: CommandSetup) => CliCommand>;
}
