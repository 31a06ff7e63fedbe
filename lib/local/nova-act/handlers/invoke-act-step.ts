import { randomUUID } from 'node:crypto';
import type { Agent, AgentCall, AgentStep } from '../../../agents/agent.ts';
import type { Observation } from '../../../browser/index.ts';
import type { Call, OperationInput } from '../../../service/index.ts';
import { hashInput } from '../idempotency.ts';
import type { ActRecord, StepRecord, StepResult } from '../records.ts';
import { agentFailed, invalidFields, invalidStatus } from '../service-error.ts';
import { isEnded } from '../status-rules.ts';
import { decodeScreenshot, OPENING_CALLS, readStepInput } from '../step-input.ts';
import type { Handler } from './context.ts';
import { findAct, findRunningRun } from './lookups.ts';

const NO_DOM =
  'The offline agent of local AWS reads the DOM of the page, and this client does not send it. Turn it on with the ' +
  'option replayable of NovaAct or the environment variable NOVA_ACT_REPLAYABLE=1.';

export const invokeActStep: Handler<'InvokeActStep'> = (input, { store, decide, invocationId }) => {
  findRunningRun(store, input);
  const act = findAct(store, input);
  if (isEnded(act.status)) throw invalidStatus(`Act ${act.actId} has ended (${act.status}).`);
  const steps = store.steps(act.actId);
  const last = steps.at(-1);
  const inputHash = hashInput(input);
  if (last !== undefined && isRetry({ last, inputHash, invocationId })) {
    return { calls: [...last.calls], stepId: last.stepId };
  }
  checkOrder(input, last);

  const expected = last?.calls ?? OPENING_CALLS;
  const { results, observation } = readStepInput({ expected, callResults: input.callResults });
  const calls = canSee(observation)
    ? ask(decide, { act, steps: history(steps, results), observation })
    : toCalls([{ name: 'throw', input: [NO_DOM] }]);

  const index = steps.length + 1;
  const screenshot = decodeScreenshot(observation.screenshotBase64);
  const file = `step-${String(index).padStart(4, '0')}.${screenshot?.extension}`;
  const step: StepRecord = {
    index,
    stepId: randomUUID(),
    at: new Date().toISOString(),
    results,
    observation: {
      url: observation.activeURL,
      widthPx: observation.browserDimensions.windowWidth,
      heightPx: observation.browserDimensions.windowHeight,
      ...(screenshot !== undefined && { screenshotFile: file }),
    },
    calls,
    inputHash,
    invocationId,
  };
  store.appendStep({
    act,
    step,
    ...(screenshot !== undefined && { image: { file, bytes: screenshot.bytes } }),
  });
  return { calls, stepId: step.stepId };
};

/** The same HTTP request, sent again because its answer was lost: it gets that answer, and no second step. */
function isRetry(options: {
  readonly last: StepRecord;
  readonly inputHash: string;
  readonly invocationId: string | undefined;
}): boolean {
  const { last, inputHash, invocationId } = options;
  return invocationId !== undefined && last.invocationId === invocationId && last.inputHash === inputHash;
}

function checkOrder(input: OperationInput<'InvokeActStep'>, last: StepRecord | undefined): void {
  if (input.previousStepId === last?.stepId) return;
  const message =
    last === undefined
      ? 'must be absent in the first step of an act'
      : `must be the id of the act's last step, ${last.stepId}, is ${input.previousStepId ?? 'missing'}`;
  throw invalidFields([{ name: 'previousStepId', message }]);
}

/** A blank page has no DOM, and nothing to read: the agent may still go somewhere from there. */
function canSee({ simplifiedDOM, activeURL }: Observation): boolean {
  return simplifiedDOM !== '' || activeURL === 'about:blank';
}

/** All steps so far with what came back for their calls; the newest results are in the current request. */
function history(steps: readonly StepRecord[], newest: readonly StepResult[]): AgentStep[] {
  return steps.map((step, index) => {
    const results = steps[index + 1]?.results ?? newest;
    const texts = new Map(results.map(({ callId, text }) => [callId, text]));
    return {
      calls: step.calls.map(({ name, input }) => ({ name, input: Array.isArray(input) ? input : [input] })),
      results: step.calls.map(({ callId }) => texts.get(callId) ?? null),
    };
  });
}

function ask(
  decide: Agent,
  question: {
    readonly act: ActRecord;
    readonly steps: readonly AgentStep[];
    readonly observation: Observation;
  },
): Call[] {
  const { act, steps, observation } = question;
  try {
    return toCalls(decide({ task: act.task, steps, observation }));
  } catch (error) {
    const reason =
      typeof error === 'object' && error !== null && 'message' in error ? error.message : String(error);
    throw agentFailed(`The offline agent failed: ${reason}`);
  }
}

/** Calls as they go over the wire: with ids, and with arguments that are plain JSON. */
function toCalls(calls: readonly AgentCall[]): Call[] {
  return calls.map(({ name, input }) => ({
    callId: randomUUID(),
    name,
    input: JSON.parse(JSON.stringify(input)),
  }));
}
