import { type Agent, offlineAgent } from '../agents/index.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { settles } from '../core/async.ts';
import { ExplainedError } from '../core/errors.ts';
import { show } from '../core/problems.ts';
import { checkOptions } from '../local/check-options.ts';
import type { Failure, LocalAws } from '../local/index.ts';
import { enterLocalEnvironment, localEnvironment } from '../local/local-environment.ts';
import { startLocalAwsWithDesk } from '../local/server.ts';
import { checkResult } from '../runtime/invocation-outcome.ts';
import { AwaitedCalls } from '../sdk/run/awaited-calls.ts';
import { runInHost } from '../sdk/run/workflow-host.ts';
import { reportRuns, type ScenarioRun } from './report-runs.ts';
import { PeopleAtDesk, type ScenarioPeople } from './scenario-people.ts';

/** Local AWS for one test, and what happened on it. */
export interface Scenario extends AsyncDisposable {
  /** The server: its URL, viewer, demo site and store. */
  readonly aws: LocalAws;
  /** For code that takes its connection as options, which are part of those of `workflow()`. */
  readonly connection: { readonly endpoint: string };
  /** For processes that the test starts. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Runs code that calls workflows, as the runtime host does: their progress goes to {@link Scenario.events} and is not
   * printed, what they return must be JSON, and they end with the scenario. What the code returns and throws is passed on.
   */
  run<R>(work: () => Promise<R> | R): Promise<R>;
  /** Progress of the workflows that {@link Scenario.run} ran, oldest first. */
  readonly events: readonly ProgressEvent[];
  /** All runs, oldest first, with their acts. */
  runs(): readonly ScenarioRun[];
  /** Ends the scenario. Calling it again is harmless. */
  close(): Promise<void>;
}

/**
 * Starts local AWS for a test, so that workflows run on it unchanged. Their definitions are made as runs of them begin.
 * At the end nothing is left: no server, no files, no variables.
 *
 * @example
 * ```ts
 * await using scenario = await startScenario({ agent: scriptedAgent([{ prompt: /heading/, returns: 'Hello' }]) });
 * const result = await scenario.run(() => main({ url: page.url }));
 * assert.equal(scenario.runs()[0]?.status, 'SUCCEEDED');
 * ```
 * @throws ExplainedError for options that cannot be used, and while another scenario of this process has set the environment
 */
export async function startScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  checkOptions('startScenario', options, OPTIONS);
  const { agent = offlineAgent, agentTimeoutMs, failures, people, setEnvironment = true } = options;
  checkPeople(people);
  if (setEnvironment) claimEnvironment();
  const { aws, desk } = await startLocalAwsWithDesk({
    ...{ agent, agentTimeoutMs, failures, definitionsOnDemand: true },
  }).catch((error) => {
    if (setEnvironment) isClaimed = false;
    throw error;
  });
  const atDesk = people && new PeopleAtDesk(desk, people);
  const environment = localEnvironment(aws.url);
  const leaveEnvironment = setEnvironment ? enterLocalEnvironment(environment) : () => {};
  const events: ProgressEvent[] = [];
  const closed = new AbortController();
  const host = { signal: closed.signal, publish: (event: ProgressEvent) => events.push(event), checkResult };
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (closing !== undefined) return closing;
    leaveEnvironment();
    if (setEnvironment) isClaimed = false;
    atDesk?.leave();
    closed.abort(new Error('the scenario was closed'));
    // Workflows that are under way report their ends, and close their browsers.
    closing = settles(Promise.allSettled(running), END_TIMEOUT_MS).then(() => aws.close());
    return closing;
  };
  return {
    aws,
    connection: { endpoint: aws.url },
    environment,
    events,
    run: async (work) => {
      const calls = new AwaitedCalls();
      const result = runInHost({ ...host, calls }, async () => {
        const returned = await work();
        const lost = calls.end();
        if (lost !== undefined) throw lost;
        return returned;
      });
      running.add(result);
      try {
        return await result;
      } finally {
        running.delete(result);
        atDesk?.throwFailure();
      }
    },
    runs: () => reportRuns(aws.store),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** How long workflows may take to end with their scenario. */
const END_TIMEOUT_MS = 5_000;

/** What a scenario is made of. */
export interface ScenarioOptions {
  /** Who plays Nova Act. @default the offline agent */
  readonly agent?: Agent | undefined;
  /** How long the agent may think about a step: 1 to 2147483647, whole. @default 55000 */
  readonly agentTimeoutMs?: number | undefined;
  /** Calls that fail on purpose, such as `UpdateWorkflowRun 500 first 3`. @default none */
  readonly failures?: readonly Failure[] | undefined;
  /** Answers what workflows ask people with `webHuman()`. @default nobody does: questions stay open */
  readonly people?: ScenarioPeople | undefined;
  /**
   * Whether `process.env` points to local AWS until the end, so that code which knows nothing of tests finds it.
   * @default true
   */
  readonly setEnvironment?: boolean | undefined;
}

const OPTIONS = {
  agent: true,
  agentTimeoutMs: true,
  failures: true,
  people: true,
  setEnvironment: true,
} as const satisfies Record<keyof ScenarioOptions, true>;

function checkPeople(people: unknown): void {
  if (people === undefined || typeof people === 'function') return;
  const fix = 'Pass (question) => true, say.';
  throw new ExplainedError({
    what: `people of startScenario is ${show(people)}; it must be a function.`,
    fix,
  });
}

/** Whether a scenario has set the environment: two at a time would each put back what the other has set. */
let isClaimed = false;

function claimEnvironment(): void {
  if (isClaimed) {
    throw new ExplainedError({
      what: 'Another scenario of this process has set the environment.',
      fix: 'Close it first (`await using`, or `close()`), or start this one with `setEnvironment: false` and give its `connection` to the workflow.',
    });
  }
  isClaimed = true;
}
