import { within } from '../../lib/core/async.ts';
import { messageOf } from '../../lib/core/errors.ts';
import { Checkout } from './checkout.ts';
import type { Fault, Outcome } from './fault.ts';
import { LocalAws } from './local-aws.ts';
import { Stage } from './stage.ts';

/** A fault whose play takes longer has not ended as it should. */
const TIME_LIMIT_MS = 90_000;

/**
 * Plays faults with a checkout of this project, several at a time: they wait more than they work.
 *
 * @param options.onOutcome hears of each as it has been played
 * @returns what became of each, in their order
 */
export async function playAll(options: {
  readonly root: string;
  readonly faults: readonly Fault[];
  readonly atOnce: number;
  readonly onOutcome: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const { root, faults, atOnce, onOutcome } = options;
  const checkout = new Checkout(root);
  let aws: LocalAws | undefined;
  try {
    const shared = await LocalAws.start(checkout);
    aws = shared;
    const outcomes: Outcome[] = [];
    const queue = [...faults.entries()];
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const outcome = await play(next[1], new Stage(shared));
        outcomes[next[0]] = outcome;
        onOutcome(outcome);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return outcomes;
  } finally {
    await aws?.stop();
    checkout.remove();
  }
}

async function play(fault: Fault, stage: Stage): Promise<Outcome> {
  const started = performance.now();
  try {
    const work = fault.play(stage).then(() => true);
    const hasEnded = await within({ work, timeoutMs: TIME_LIMIT_MS, fallback: false });
    stage.expect('status', hasEnded, `no end within ${TIME_LIMIT_MS / 1000} s`);
  } catch (error) {
    stage.expect('status', false, messageOf(error));
  }
  await stage.finish();
  const seconds = (performance.now() - started) / 1000;
  return { fault, wrong: stage.wrong, hasData: stage.hasData, seconds };
}
