import { noteLine } from '../../local/assembly/index.ts';
import type { Failure } from '../../local/failures/index.ts';
import type { MissingSecret } from '../../local/secrets/missing-secrets.ts';
import type { CommandLine } from '../command-line.ts';
import { evaluated, type Shell } from '../env/shell.ts';
import type { Deployed } from './deploy.ts';

/** What the command says when local AWS is ready. */
export function welcome(
  local: Deployed & {
    readonly url: string;
    readonly viewerUrl: string;
    readonly demoSiteUrl: string;
    readonly isWatching: boolean;
    readonly failures: readonly Failure[];
    readonly upstream?: string | undefined;
    readonly missing: readonly MissingSecret[];
    /** The state folder, unless it is that of the project. */
    readonly otherStateDir: string | undefined;
    readonly shell: Shell;
    readonly commandLine: CommandLine;
  },
): string {
  const { workflows, notes = [] } = local;
  const first = workflows[0]?.calledAs ?? '<workflow>';
  const stateDir = local.otherStateDir === undefined ? [] : [`--state-dir ${quoted(local.otherStateDir)}`];
  return [
    `Local AWS is running at ${local.url} (Ctrl-C stops it).`,
    '',
    `  viewer      ${local.viewerUrl}`,
    `  demo site   ${local.demoSiteUrl}`,
    ...workflows.map(({ calledAs }, index) => `  ${index === 0 ? 'workflows ' : '          '}  ${calledAs}`),
    ...(local.isWatching ? ['  watching    saved workflows are live a moment later'] : []),
    ...local.failures.map((failure, index) => `  ${index === 0 ? 'fails     ' : '          '}  ${failure}`),
    ...(local.upstream === undefined ? [] : [`  upstream    ${local.upstream}`]),
    '',
    ...(notes.length === 0 ? [] : ['Not as on AWS:', ...notes.map((note) => `  - ${noteLine(note)}`), '']),
    ...local.missing.map(({ what }) => what),
    ...(local.missing.length === 0 ? [] : ['']),
    'In another terminal:',
    `  ${local.commandLine('invoke', [first, '--local', ...stateDir].join(' '))}`,
    'For other AWS clients there:',
    `  ${evaluated(local.shell, local.commandLine, stateDir.join(' '))}`,
    '',
  ].join('\n');
}

function quoted(folder: string): string {
  return /\s/.test(folder) ? `"${folder}"` : folder;
}
