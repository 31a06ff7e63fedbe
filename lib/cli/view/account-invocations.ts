import { type InvocationRecord, isInvocationRecord, recordKey } from '../../contract/invocation-record.ts';
import { recordedValue } from '../../contract/recorded-value.ts';
import { isUuid } from '../../contract/uuid.ts';
import { isInstance } from '../../core/thrown.ts';
import type { InvocationDetail, InvocationOfDefinition } from '../../viewer/view-model.ts';
import { isGroupMissing } from '../logs/group-missing.ts';
import { readGroup } from '../logs/read-group.ts';
import { readingNeeds } from '../reading-needs.ts';
import { askForRun } from '../run-records/ask-for-run.ts';
import { type KnownRun, openInvocations, type RunInvocations } from '../run-records/open-invocations.ts';
import { readObject } from '../run-records/read-object.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import type { RunScope } from '../runs/run-scope.ts';
import { deploymentForDefinition } from '../runs/runtime-for-definition.ts';
import { UsageError } from '../usage-error.ts';
import { AccountError, whyOf } from './account-error.ts';
import { againInTerminal } from './again-in-terminal.ts';
import type { DefinitionsInView } from './definitions-in-view.ts';
import { lastLinesOfRecord } from './last-lines-of-record.ts';
import { Unknowns } from './unknowns.ts';

/** Reads invocations of runtimes from the artifact bucket, and the last lines of their logs from CloudWatch. */
export class AccountInvocations {
  readonly #scope: RunScope;
  readonly #definitions: DefinitionsInView;
  readonly #invocations: RunInvocations;
  readonly #deployments = new Map<string, { readonly atMs: number; readonly known: Promise<Deployment> }>();
  /** By the id of the request: whose it is, as far as that was seen. */
  readonly #seen = new Map<string, string>();

  constructor(scope: RunScope, definitions: DefinitionsInView) {
    this.#scope = scope;
    this.#definitions = definitions;
    this.#invocations = openInvocations(scope);
  }

  /** What a run began in; `undefined` for runs of a laptop, and when it cannot be told, which is said. */
  async ofRun(run: KnownRun, unknowns: Unknowns): Promise<InvocationDetail | undefined> {
    const noted = await unknowns.ask(
      'What it was called with',
      tryInvocation(run, this.#invocations, this.#scope),
      {},
    );
    if (noted.unknown !== undefined) unknowns.say(`What it was called with: ${noted.unknown}`);
    if (noted.mayBeThere === true) unknowns.hasFailed = true;
    const record = noted.invocation?.record;
    return record && (await this.#detail(run.definitionName, record, unknowns));
  }

  /** An invocation by the id of its request, of whichever definition it is. @throws when it may be where nobody could look */
  async byRequest(requestId: string): Promise<InvocationOfDefinition | undefined> {
    const key = isUuid(requestId) ? recordKey(`x.${requestId}`, 'x') : undefined;
    if (key === undefined) return undefined;
    const seen = this.#seen.get(requestId);
    const { names } = seen === undefined ? await this.#definitions.names() : { names: [seen] };
    const unread = new Set<string>();
    for (const definitionName of names) {
      const { value, unknown } = await this.#read(definitionName, key);
      if (unknown !== undefined) unread.add(unknown);
      if (!isInvocationRecord(value)) continue;
      const unknowns = new Unknowns(this.#scope);
      return { definitionName, invocation: await this.#detail(definitionName, value, unknowns) };
    }
    if (unread.size === 0) return undefined;
    const [why = ''] = unread;
    throw new AccountError({ what: `Whether there is an invocation ${requestId} is not known: ${why}` });
  }

  async #read(
    definitionName: string,
    key: string,
  ): Promise<{ value?: unknown; unknown?: string | undefined }> {
    const unknowns = new Unknowns(this.#scope);
    const place = await unknowns.ask('', this.#definitions.place(definitionName), undefined);
    // Without a bucket nobody has noted anything.
    return place === undefined ? {} : await readObject(place, key, this.#scope);
  }

  async #detail(
    definitionName: string,
    record: InvocationRecord,
    unknowns: Unknowns,
  ): Promise<InvocationDetail> {
    const { result, workflowRunIds = [], requestId } = record;
    if (requestId !== undefined) this.#seen.set(requestId, definitionName);
    const [runs, deployment] = await Promise.all([
      this.#runs(definitionName, workflowRunIds.filter(isUuid), unknowns),
      unknowns.ask('How it is deployed', this.#deployment(definitionName), UNREAD_DEPLOYMENT),
    ]);
    return {
      // Of an asynchronous invocation the result is kept as it is, for its caller.
      record: result === undefined ? record : { ...record, result: recordedValue(result, []).value },
      runs,
      // What was begun outside AgentCore has printed where it ran.
      logFile: record.log === undefined && record.sessionId !== undefined ? deployment.group : undefined,
      logLines: await this.#logLines(record, deployment, unknowns),
      againCommand: againInTerminal({
        ...{ record, workflow: deployment.workflow, runId: runs[0]?.id },
        commandLine: this.#scope.commandLine,
      }),
    };
  }

  async #runs(
    definitionName: string,
    ids: readonly string[],
    unknowns: Unknowns,
  ): Promise<InvocationDetail['runs']> {
    const found = await Promise.all(
      ids
        .slice(0, MAX_RUNS)
        .map((id) => unknowns.ask(`Run ${id}`, askForRun(definitionName, id, this.#scope), undefined)),
    );
    return found.flatMap((each) =>
      each === undefined ? [] : [{ definitionName, id: each.run.workflowRunId, status: each.run.status }],
    );
  }

  async #logLines(
    record: InvocationRecord,
    { group, unknown }: Deployment,
    unknowns: Unknowns,
  ): Promise<readonly string[]> {
    if (record.sessionId === undefined) {
      unknowns.say(
        'Log lines: it was begun outside AgentCore, and what its program printed is where it ran.',
      );
      return [];
    }
    if (group === undefined) {
      unknowns.say(`Log lines: which log group its runtime has is not known: ${unknown ?? NO_OUTPUTS}`);
      return [];
    }
    const { target, call } = this.#scope;
    const arn = `arn:aws:logs:${target.region}:${target.account}:log-group:${group}:*`;
    const client = await this.#scope.logs();
    const signal = AbortSignal.any([call.abortSignal, AbortSignal.timeout(MAX_LOG_TIME_MS)]);
    const lines = lastLinesOfRecord(record, {
      group,
      nowMs: Date.now(),
      read: (wanted) => readingNeeds(`logs:FilterLogEvents on ${arn}`, readGroup(client, wanted, signal)),
    }).catch((error: unknown) => {
      if (isGroupMissing(error)) {
        unknowns.say(`Log lines: there is no log group ${group}.`);
        return [];
      }
      if (!signal.aborted || call.abortSignal.aborted) throw error;
      const all = this.#scope.commandLine('logs', `--session ${record.sessionId}`);
      unknowns.say(
        `Log lines: to find them took longer than ${MAX_LOG_TIME_MS / 1000} s. All are printed by "${all}".`,
      );
      unknowns.hasFailed = true;
      return [];
    });
    return await unknowns.ask('Log lines', lines, []);
  }

  /** What is deployed changes rarely, and a reader looks at many runs. */
  #deployment(definitionName: string): Promise<Deployment> {
    const kept = this.#deployments.get(definitionName);
    const nowMs = Date.now();
    if (kept !== undefined && nowMs - kept.atMs < DEPLOYMENT_KEPT_MS) return kept.known;
    const known = deploymentForDefinition(definitionName, this.#scope).then(
      ({ workflow, outputs }): Deployment => ({ workflow, group: outputs.RuntimeLogGroupName }),
      // That nobody has named it is no failure; what there is to do is another thing here.
      (error: unknown): Deployment =>
        isInstance(error, UsageError) ? {} : { unknown: whyOf(error, this.#scope) },
    );
    this.#deployments.set(definitionName, { atMs: nowMs, known });
    return known;
  }
}

interface Deployment {
  readonly workflow?: string | undefined;
  /** Log group of the runtime. */
  readonly group?: string | undefined;
  /** Why it cannot be told. */
  readonly unknown?: string | undefined;
}

const UNREAD_DEPLOYMENT: Deployment = { unknown: 'how it is deployed was not read.' };
const NO_OUTPUTS =
  'no outputs of this project have the workflow. Call the command in the folder of its project, or name its outputs with --outputs-file.';
const DEPLOYMENT_KEPT_MS = 120_000;
const MAX_RUNS = 50;
const MAX_LOG_TIME_MS = 8_000;
