import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { type ControlState, type ControlTask, watchControl } from './control-watch.ts';
import { runWithLibrary } from './locate.ts';
import { pollSteady } from './poll.ts';
import type { Reached } from './reach.ts';

/** Does something with the control at a point, and tells what it shows; undefined when it is gone. */
export async function control(
  { frame, point }: Reached,
  task: ControlTask,
): Promise<ControlState | undefined> {
  const state = await runWithLibrary(frame, watchControl, { point, task });
  return state === 'left' ? undefined : (state ?? undefined);
}

/**
 * Compares what a control shows with what was asked for, until it stays the same.
 * @throws AgentRedirectError with what `explain` says when it shows something else.
 */
export async function checkControl(
  reached: Reached,
  context: ActionContext,
  given: {
    readonly isRight: (state: ControlState) => boolean;
    readonly explain: (state: ControlState) => string;
  },
): Promise<void> {
  const summary = 'A control shows another value than the one that it was set to.';
  const { frame, point } = reached;
  const state = await pollSteady(() => runWithLibrary(frame, watchControl, { point, task: READ }), {
    isRight: (now) => now === null || now === 'left' || given.isRight(now),
    signal: context.signal,
  });
  // What loads another page when it is set has done what was asked.
  if (state === 'left') return;
  if (state === null) context.tell({ kind: 'difference', text: GONE, summary: GONE });
  else if (!given.isRight(state)) {
    throw new AgentRedirectError(given.explain(state), { kind: 'difference', summary });
  }
  context.lookAgain(async () => {
    const later = await control(reached, { name: 'read' });
    if (later === undefined || given.isRight(later)) return undefined;
    return { kind: 'difference', text: given.explain(later), summary };
  });
}

const READ = { name: 'read' } as const;

const GONE = 'The control went away after it was set: look at the page.';
