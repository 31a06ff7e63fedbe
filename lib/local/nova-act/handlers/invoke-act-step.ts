import { randomUUID } from 'node:crypto';
import type { Agent } from '../../../agents/agent.ts';
import { splitTask } from '../../../contract/task.ts';
import { messageOf } from '../../../core/errors.ts';
import type { Call, OperationInput } from '../../../service/index.ts';
import { callsOf, historyOf, toolsOf } from '../agent-calls.ts';
import { isRetry } from '../decision.ts';
import { hashInput } from '../idempotency.ts';
import type { ActRecord, StepRecord } from '../records.ts';
import { agentFailed, invalidFields } from '../service-error.ts';
import { decodeScreenshot, OPENING_CALLS, readStepInput, type StepInput } from '../step-input.ts';
import type { Handler, RequestContext } from './context.ts';
import { findGoingAct } from './lookups.ts';

export const invokeActStep: Handler<'InvokeActStep'> = (input, context) => {
  const { store, decisions, invocationId, onHangUp } = context;
  const { actId } = findGoingAct(store, input);
  const request = { actId, inputHash: hashInput(input), invocationId, onHangUp };
  const last = store.steps(actId).at(-1);
  if (last !== undefined && isRetry(last, request)) {
    return { calls: [...last.calls], stepId: last.stepId };
  }
  return decisions.answer(request, {
    check: () => findGoingAct(store, input),
    make: (signal) => makeStep({ input, context, inputHash: request.inputHash, signal }),
  });
};

async function makeStep(given: {
  readonly input: OperationInput<'InvokeActStep'>;
  readonly context: RequestContext;
  readonly inputHash: string;
  readonly signal: AbortSignal;
}): Promise<{ calls: Call[]; stepId: string }> {
  const { input, context, inputHash, signal } = given;
  const { store, agent, invocationId } = context;
  const act = findGoingAct(store, input);
  const steps = store.steps(act.actId);
  const last = steps.at(-1);
  checkOrder(input, last);
  const { callResults } = input;
  const stepInput = readStepInput({ expected: last?.calls ?? OPENING_CALLS, callResults });
  const { results, observation } = stepInput;
  const screenshot = decodeScreenshot(observation.screenshotBase64);
  const askedAt = new Date();
  const calls = await ask(agent, { act, steps, stepInput, screenshot, signal });
  // The act may have ended while the agent was thinking.
  signal.throwIfAborted();

  const index = steps.length + 1;
  const image = screenshot && {
    file: `step-${String(index).padStart(4, '0')}.${screenshot.mediaType === 'image/png' ? 'png' : 'jpg'}`,
    bytes: screenshot.bytes,
  };
  const step: StepRecord = {
    index,
    stepId: randomUUID(),
    at: askedAt.toISOString(),
    serverTimeMs: Date.now() - askedAt.getTime(),
    results,
    observation: {
      url: observation.activeURL,
      widthPx: observation.browserDimensions.windowWidth,
      heightPx: observation.browserDimensions.windowHeight,
      screenshotFile: image?.file,
    },
    calls,
    inputHash,
    invocationId,
  };
  store.appendStep({ act, step, image });
  return { calls, stepId: step.stepId };
}

function checkOrder(input: OperationInput<'InvokeActStep'>, last: StepRecord | undefined): void {
  if (input.previousStepId === last?.stepId) return;
  const message =
    last === undefined
      ? 'must be absent in the first step of an act'
      : `must be the id of the act's last step, ${last.stepId}, is ${input.previousStepId ?? 'missing'}`;
  throw invalidFields([{ name: 'previousStepId', message }]);
}

async function ask(
  agent: Agent,
  question: {
    readonly act: ActRecord;
    readonly steps: readonly StepRecord[];
    readonly stepInput: StepInput;
    readonly screenshot: ReturnType<typeof decodeScreenshot>;
    readonly signal: AbortSignal;
  },
): Promise<Call[]> {
  const { act, steps, stepInput, screenshot, signal } = question;
  try {
    const calls = await agent.decide({
      ...splitTask(act.task),
      steps: historyOf(steps, stepInput.results),
      observation: stepInput.observation,
      screenshot,
      tools: toolsOf(act),
      signal,
    });
    return callsOf(calls);
  } catch (error) {
    signal.throwIfAborted();
    throw agentFailed(`The agent "${agent.name}" failed: ${messageOf(error)}`);
  }
}
