import { syncBody } from '../../contract/envelope.ts';
import { lossesIn } from '../../contract/recorded-value.ts';
import type { ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import { checkMode } from '../invoke/async.ts';
import { invoke } from '../invoke/invoke.ts';
import { parseProtocol, parseTimeout } from '../invoke/options.ts';
import {
  type FoundInvocation,
  openInvocations,
  type RunInvocation,
} from '../run-records/open-invocations.ts';
import { UsageError } from '../usage-error.ts';
import { locateRun } from './locate-run.ts';
import type { RunOptions } from './run-options.ts';
import { openRunScope, type ProjectContext, type RunScope } from './run-scope.ts';
import { counted, timeText } from './run-text.ts';
import { runtimeForDefinition } from './runtime-for-definition.ts';

/**
 * Repeats a run: invokes the runtime of its workflow with the payload that is on record, as `invoke` does.
 *
 * @returns the exit code of `invoke`
 * @throws UsageError when the payload is not known as a whole; nothing is run then
 */
export async function rerun(id: string, options: RerunOptions, context: ProjectContext): Promise<ExitCode> {
  const { timeoutS, stream, async, qualifier, protocol, bearerTokenEnv, json, verbose } = options;
  const given = { timeoutS, stream, async, bearerTokenEnv, json, verbose };
  const said = parseProtocol(protocol);
  checkMode({ workflow: '', ...given });
  parseTimeout(timeoutS);
  using scope = await openRunScope(options, context);
  const found = await locateRun(id, scope);
  const { run, definitionName } = found;
  const noted = await openInvocations(scope).of({ ...run, definitionName });
  const payload = payloadOf(run.workflowRunId, noted, scope);
  const { invocation } = noted;
  const runtime = await runtimeForDefinition(definitionName, scope);
  const speaks = said ?? runtime.serverProtocol;
  // Only bodies of HTTP could be taken for envelopes, and one that nobody waits for has an envelope already.
  const body = speaks === 'MCP' || async === true ? payload : syncBody(payload);
  const began = `began ${timeText(run.startedAt)}, ${run.status}`;
  context.stderr(
    `Repeating run ${run.workflowRunId} of ${definitionName} (${began}): invocation ${visibleLine(invocation?.id ?? '')}${others(invocation)}\n`,
  );
  // With --local it is said so again, so that what is told of the result can be typed.
  const { local, stateDir, region, profile } = options;
  return await invoke(
    {
      ...given,
      ...{ workflow: runtime.arn, protocol: speaks, payload: JSON.stringify(body) },
      ...{ qualifier: qualifier ?? runtime.qualifier, local, stateDir, region, profile },
    },
    { ...scope.context, calledAs: runtime.workflow ?? `the workflow of definition ${definitionName}` },
  );
}

/** What `runs rerun` was called with. */
export interface RerunOptions extends RunOptions {
  readonly timeoutS?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly async?: boolean | undefined;
  readonly qualifier?: string | undefined;
  readonly protocol?: string | undefined;
  readonly bearerTokenEnv?: string | undefined;
}

function payloadOf(runId: string, { invocation, unknown }: FoundInvocation, scope: RunScope): unknown {
  const { commandLine } = scope;
  const name = scope.options.workflow ?? '<workflow>';
  const byHand = `Call it by hand: ${commandLine('invoke', `${name} --payload '{ … }'`)}`;
  if (invocation?.record === undefined || invocation.record.payload === undefined) {
    throw new UsageError({
      what: `What run ${runId} was called with is not on record, so it cannot be repeated.`,
      allowed: unknown ?? `The record of its invocation ${invocation?.id ?? ''} has no payload.`,
      fix: byHand,
    });
  }
  const { payload } = invocation.record;
  const losses = lossesIn(payload);
  if (losses.length === 0) return payload;
  throw new UsageError({
    what: `The payload of run ${runId} is not on record as a whole, so it cannot be repeated: ${losses.slice(0, 5).join(', ')}${losses.length > 5 ? ', …' : ''}.`,
    allowed: 'Records keep no secrets, and only the beginning of what is large.',
    fix: `What there is, is shown by ${commandLine('runs show', runId)}. ${byHand}`,
  });
}

/** An invocation may have begun several runs; all of it is repeated. */
function others(invocation: RunInvocation | undefined): string {
  const ids = invocation?.record?.workflowRunIds ?? [];
  return ids.length > 1 ? `, which began ${counted(ids.length, 'run')}: all of it is repeated` : '';
}
