import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import { didYouMean } from '../../core/suggest.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { type RuntimeRecord, type StoredRuntime, throughEndpoint } from './runtime-record.ts';

/**
 * The runtime that a call is for.
 *
 * A runtime of another region or account is not found. AWS answers with `AccessDeniedException` where an account has to
 * allow the caller first, but there are no other accounts here that could.
 *
 * @throws {@link AgentCoreError} when there is no such runtime or endpoint; names those that there are
 */
export function selectRuntime(options: {
  readonly runtimes: readonly StoredRuntime[];
  /** ARN or id. */
  readonly wanted: string;
  readonly qualifier: string | undefined;
  readonly accountId: string | undefined;
  /** The one that the call is signed for. Those with a token are signed for none. */
  readonly region: string | undefined;
}): RuntimeRecord {
  const { runtimes, wanted, qualifier, accountId, region } = options;
  const byArn = wanted.startsWith('arn:');
  checkAccountId(accountId, { required: !byArn });
  const called = runtimes.filter(({ arn, id }) => (byArn ? arn : id) === wanted);
  if (called.length === 0) {
    const known = runtimes.map(({ arn, id }) => (byArn ? arn : id));
    throw notFound(`There is no agent runtime ${wanted}`, wanted, known);
  }
  const found = called.find(
    ({ arn }) =>
      (region === undefined || placeOf(arn).region === region) &&
      (accountId === undefined || placeOf(arn).account === accountId),
  );
  if (found === undefined) {
    const where = called.map(({ arn }) => `${placeOf(arn).region} of account ${placeOf(arn).account}`);
    const asked = [region, accountId && `account ${accountId}`].filter(Boolean).join(' of ');
    throw new AgentCoreError(
      'ResourceNotFoundException',
      `There is no agent runtime ${wanted} in ${asked}: it is in ${where.join(', ')}. ` +
        'Give the client the region of the runtime, and its account.',
    );
  }
  const endpoint = qualifier ?? DEFAULT_ENDPOINT_NAME;
  const reached = throughEndpoint(found, endpoint);
  if (reached !== undefined) return reached;
  const known = Object.keys(found.endpoints);
  throw new AgentCoreError(
    'ResourceNotFoundException',
    `The runtime ${found.id} has no endpoint "${endpoint}". It has ${known.join(', ')}.`,
  );
}

function checkAccountId(accountId: string | undefined, { required }: { readonly required: boolean }): void {
  if (accountId === undefined ? !required : /^\d{12}$/.test(accountId)) return;
  const got = accountId === undefined ? 'is missing' : `is "${accountId}"`;
  throw new AgentCoreError(
    'ValidationException',
    `accountId ${got}. With a runtime id instead of an ARN it must be the twelve digits of the account.`,
    { field: 'accountId' },
  );
}

function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}

function notFound(what: string, wanted: string, known: readonly string[]): AgentCoreError {
  if (known.length === 0) {
    return new AgentCoreError(
      'ResourceNotFoundException',
      `${what}: nothing is deployed to local AWS yet. Deploy a workflow first.`,
    );
  }
  const near = didYouMean(wanted, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new AgentCoreError(
    'ResourceNotFoundException',
    `${what}.${hint} Deployed are: ${known.join(', ')}.`,
  );
}
