import { EXIT, type ExitCode } from '../../core/errors.ts';
import { NovaActClient } from '../../service/client.ts';
import { printResult } from '../envelope.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from '../runs/run-scope.ts';
import { untilAborted } from '../until-aborted.ts';
import { CallGate } from './call-gate.ts';
import { wantedDefinitions } from './wanted-definitions.ts';

/**
 * Serves the viewer for the runs of an account until the user interrupts.
 *
 * @returns the exit code
 * @throws PortInUseError; UsageError for a workflow that nobody knows
 */
export async function view(options: ViewOptions, context: ProjectContext): Promise<ExitCode> {
  using opened = await openRunScope(options, context);
  const scope = await withPatientClient(opened);
  const only = await wantedDefinitions(scope);
  const [{ AccountSource }, { startViewer }] = await Promise.all([
    import('./account-source.ts'),
    import('../../viewer/viewer-server.ts'),
  ]);
  const source = new AccountSource(scope, { only });
  await using viewer = await startViewer({ source, port: options.port });
  printResult(context, {
    json: options.json,
    data: { url: viewer.url, target: scope.target },
    text: () => `The runs of ${scope.target.description} are at\n  ${viewer.url}\nCtrl-C ends it.\n`,
  });
  await untilAborted(context.interrupt);
  context.stderr('Stopped.\n');
  return EXIT.success;
}

/** What `view` was called with. */
export interface ViewOptions extends RunOptions {
  readonly port: number;
}

/**
 * Pages ask for much at the same time. What is only read may be tried again more often than a step of an act, so that a service
 * which throttles answers in the end.
 */
async function withPatientClient(opened: RunScope): Promise<RunScope> {
  const gate = new CallGate(CALLS_AT_ONCE);
  const client = await opened.target.client(
    (config) => new NovaActClient({ ...config, maxAttempts: READ_ATTEMPTS }),
  );
  gate.guard(client);
  const guarded = new WeakSet<object>();
  const once = <C extends Parameters<CallGate['guard']>[0]>(made: C): C => {
    if (!guarded.has(made)) gate.guard(made);
    guarded.add(made);
    return made;
  };
  return {
    ...opened,
    client,
    s3: async () => once(await opened.s3()),
    logs: async () => once(await opened.logs()),
  };
}

const CALLS_AT_ONCE = 8;
const READ_ATTEMPTS = 5;
