import path from 'node:path';
import { DEFAULT_ENDPOINT_NAME, LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { ExplainedError } from '../../core/errors.ts';
import type { StoredInvocation } from '../invocation-store.ts';
import { type RuntimeRecord, type StoredRuntime, throughEndpoint } from './runtime-record.ts';
import { readSessionLogName } from './session-log.ts';

/**
 * The runtime that an invocation was made on, as it is deployed now and as a call reaches it that shows no token. Its log tells
 * which one it was; without a log, the definition of its runs does. Pure.
 *
 * @throws ExplainedError when there is none any more, it is not clear which, or it takes other calls
 */
export function runtimeOfInvocation(
  { definitionName, record }: StoredInvocation,
  runtimes: readonly StoredRuntime[],
): RuntimeRecord {
  const called = runtimes.flatMap((runtime) => {
    const { endpoint } = readSessionLogName(path.basename(record.log ?? ''), runtime.id) ?? {};
    return endpoint === undefined ? [] : (throughEndpoint(runtime, endpoint) ?? reached(runtime));
  });
  const alike = runtimes.flatMap(reached).filter((runtime) => runtime.definitionName === definitionName);
  const [found, ...others] = called.length > 0 ? called : alike;
  if (found === undefined) {
    throw new ExplainedError({
      what: `No runtime of "${definitionName}" is deployed to this local AWS any more.`,
      allowed: deployed(runtimes),
      fix: 'Deploy the workflow, then start it again.',
    });
  }
  if (others.length > 0) {
    throw new ExplainedError({
      what: `Which runtime it was is not on record, and several are of "${definitionName}": ${[found, ...others].map(({ name }) => name).join(', ')}.`,
      fix: 'Invoke the one that is meant from a terminal.',
    });
  }
  if (found.serverProtocol === 'MCP')
    throw cannot(found, 'is a server of tools (MCP), and which tool was called is not on record');
  if (found.authorizer !== undefined)
    throw cannot(found, 'lets in only callers with a token, which this page does not have');
  return found;
}

/** By the endpoint of callers. */
function reached(runtime: StoredRuntime): readonly RuntimeRecord[] {
  const found =
    throughEndpoint(runtime, LIVE_ENDPOINT_NAME) ?? throughEndpoint(runtime, DEFAULT_ENDPOINT_NAME);
  return found === undefined ? [] : [found];
}

function deployed(runtimes: readonly StoredRuntime[]): string {
  if (runtimes.length === 0) return 'Nothing is deployed.';
  return `Deployed are: ${runtimes.map(({ name }) => name).join(', ')}.`;
}

function cannot({ name }: RuntimeRecord, why: string): ExplainedError {
  return new ExplainedError({
    what: `The runtime of "${name}" ${why}.`,
    fix: 'Call it from a terminal or from your client.',
  });
}
