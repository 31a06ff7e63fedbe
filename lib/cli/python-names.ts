import type { CommandLine } from './command-line.ts';
import { UsageError } from './usage-error.ts';

/**
 * Refuses names that the `act` of Python has, and we have under another name, or those that people try first: a name that
 * is only spelled alike may do something else.
 *
 * @throws UsageError that says what to type
 */
export function refusePythonNames(args: readonly string[], commandLine: CommandLine): void {
  const words = args[0] === 'help' ? args.slice(1) : args;
  const [first = '', second = ''] = words;
  const typed = [`${first} ${second}`, first].find((name) => NAMES.has(name));
  const ours = NAMES.get(typed ?? '');
  if (typed === undefined || ours === undefined) return;
  const commands = ours.map(([command, args, what]) => `"${commandLine(command, args)}" ${what}`);
  throw new UsageError({ what: `There is no command "${typed}".`, fix: `${commands.join(', ')}.` });
}

type Ours = readonly [command: string, args: string | undefined, what: string];

const RUN: Ours = ['run', '<workflow or file>', 'runs one on this machine'];
const INVOKE: Ours = ['invoke', '<workflow>', 'one that is deployed'];
const DEPLOY: Ours = ['deploy', undefined, 'deploys the workflows of the project'];
const LIST_RUNS: Ours = ['runs list', undefined, 'lists runs'];
const LIST: Ours = ['workflow list', undefined, 'lists workflow definitions'];

/** @see https://github.com/aws/nova-act, its command-line interface */
const NAMES: ReadonlyMap<string, readonly Ours[]> = new Map([
  ['workflow deploy', [DEPLOY]],
  ['workflow run', [RUN, INVOKE]],
  ['workflow list-runs', [LIST_RUNS]],
  ['workflow runs', [LIST_RUNS]],
  [
    'workflow update',
    [['deploy', undefined, 'brings new code to a workflow; its definition cannot be changed, only deleted']],
  ],
  ['workflow logs', [['logs', '<workflow>', 'prints what it has logged']]],
  ['list', [LIST, LIST_RUNS]],
  ['ls', [LIST, LIST_RUNS]],
  [
    'create',
    [
      ['workflow create', '<name>', 'makes a definition'],
      ['init', '<folder>', 'makes a project'],
    ],
  ],
  ['new', [['init', '<folder>', 'makes a project']]],
  [
    'show',
    [
      ['workflow show', '<name>', 'shows a definition'],
      ['runs show', '<run id>', 'shows a run'],
    ],
  ],
  [
    'delete',
    [
      ['workflow delete', '<name>', 'deletes a definition'],
      ['destroy', undefined, 'takes down stacks'],
    ],
  ],
  ['stop', [['runs stop', '<run id>', 'stops a run']]],
]);
