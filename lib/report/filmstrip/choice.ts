import type { TraceStep } from '../../contract/act-trace.ts';
import { type Film, filmFailure, type Scene, scenesOf } from './film.ts';

/** What the panel shows: an act, or a step of it. */
export interface Choice {
  readonly scene: Scene;
  readonly step: TraceStep | undefined;
  /** Whether nobody has chosen it. */
  readonly isDefault: boolean;
}

/**
 * What is shown for a choice in an address: without one, the last step of what failed, else the first of the run. Nothing
 * for an act that is not there, such as `none`.
 */
export function choiceOf(
  film: Film,
  asked: { readonly actId?: string | undefined; readonly step?: string | undefined },
): Choice | undefined {
  const scenes = scenesOf(film);
  if (asked.actId !== undefined) {
    const scene = scenes.find(({ act }) => act.id === asked.actId);
    const step = scene?.act.trace?.steps.find(({ number }) => String(number) === asked.step);
    return scene && { scene, step, isDefault: false };
  }
  const failure = filmFailure(film, scenes);
  const failed = failure !== undefined && 'scene' in failure ? failure.scene : failure && scenes.at(-1);
  const scene = failed ?? scenes[0];
  return scene && { scene, step: scene.act.trace?.steps.at(failed === undefined ? 0 : -1), isDefault: true };
}

/** The steps before and after a choice, over the ends of acts. */
export function neighboursOf(
  film: Film,
  { scene, step }: Choice,
): {
  readonly before: Omit<Choice, 'isDefault'> | undefined;
  readonly after: Omit<Choice, 'isDefault'> | undefined;
} {
  const all = stepsInOrder(film);
  const own = all.findIndex(
    (each) => each.scene.act.id === scene.act.id && (step === undefined || each.step?.number === step.number),
  );
  const at = step === undefined ? own - 0.5 : own;
  return own < 0
    ? { before: undefined, after: undefined }
    : { before: all[Math.ceil(at) - 1], after: all[Math.floor(at) + 1] };
}

/** As the strip has them: session by session. */
function stepsInOrder(film: Film): readonly Omit<Choice, 'isDefault'>[] {
  const scenes = scenesOf(film);
  return film.sessions
    .flatMap((_, index) => scenes.filter(({ sessionNumber }) => sessionNumber === index + 1))
    .flatMap((scene) => (scene.act.trace?.steps ?? []).map((step) => ({ scene, step })));
}
