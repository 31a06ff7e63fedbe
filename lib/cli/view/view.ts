import { EXIT, type ExitCode } from '../../core/errors.ts';
import { NovaActClient } from '../../service/client.ts';
import { GetWorkflowDefinitionCommand, ListWorkflowDefinitionsCommand } from '../../service/index.ts';
import { printResult } from '../envelope.ts';
import { unlessMissing } from '../run-records/ask-for-run.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from '../runs/run-scope.ts';
import { untilAborted } from '../until-aborted.ts';
import { CallGates, type GuardedClient } from './call-gates.ts';
import { MAX_WAIT_MS } from './unknowns.ts';
import { wantedDefinitions } from './wanted-definitions.ts';

/**
 * Serves the viewer for the runs of an account until the user interrupts.
 *
 * @returns the exit code
 * @throws PortInUseError; UsageError for a workflow that nobody knows; the errors of Nova Act when it does not answer at all
 */
export async function view(options: ViewOptions, context: ProjectContext): Promise<ExitCode> {
  using opened = await openRunScope(options, context);
  const scope = await withPatientClient(opened);
  const only = await wantedDefinitions(scope);
  await checkAnswers(scope, only);
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

/** Whoever is told an address finds something there: what is wrong for all pages is said before. */
async function checkAnswers(
  { client, call }: RunScope,
  [workflowDefinitionName]: readonly string[] = [],
): Promise<void> {
  if (workflowDefinitionName === undefined)
    await client.send(new ListWorkflowDefinitionsCommand({ maxResults: 1 }), call);
  else await unlessMissing(client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName }), call));
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
  const gates = new CallGates(CALL_LIMITS);
  const client = await opened.target.client(
    (config) => new NovaActClient({ ...config, maxAttempts: READ_ATTEMPTS }),
  );
  gates.guard(client);
  const guarded = new WeakSet<object>();
  const once = <C extends GuardedClient>(made: C): C => {
    if (!guarded.has(made)) gates.guard(made);
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

/** Less than a page waits, so that it can say which call did not answer. */
const CALL_LIMITS = { atOnce: 8, timeMs: MAX_WAIT_MS - 1_000 };
const READ_ATTEMPTS = 5;
