import { whoPlays } from './model-catalog.ts';
import type { NovaActStore } from './store.ts';

/** Says, when the first run with a model begins, which agent plays it; once for each model. */
export function sayWhoPlays(store: NovaActStore, say: (line: string) => void): void {
  const said = new Set<string>();
  store.on('change', ({ kind, runId = '' }) => {
    const run = kind === 'run' ? store.run(runId) : undefined;
    if (run === undefined || said.has(run.requestedModelId)) return;
    said.add(run.requestedModelId);
    say(whoPlays(run.modelId, [run.requestedModelId]));
  });
}
