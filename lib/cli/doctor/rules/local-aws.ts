import { PACKAGE_VERSION } from '../../../core/package.ts';
import type { RunningLocalAws } from '../../../local/running-local-aws.ts';
import type { CommandLine } from '../../command-line.ts';
import { type CheckOutcome, ok, warning } from '../outcome.ts';

/** Whether a local AWS runs for the project, and whether it is of this version. */
export function localAwsRule(
  running: RunningLocalAws | undefined,
  { commandLine }: { readonly commandLine: CommandLine },
): CheckOutcome {
  if (running === undefined) return ok(`none runs; ${commandLine('dev')} starts one`);
  const { url, pid, version } = running;
  if (version === PACKAGE_VERSION) return ok(`${url} (process ${pid})`);
  return warning(
    `${url} (process ${pid}) is of ${version ?? 'another version'}, this command of ${PACKAGE_VERSION}`,
    `stop it with Ctrl-C, and start it again: ${commandLine('dev')}`,
  );
}
