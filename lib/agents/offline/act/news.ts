import { tellsOfDismissal } from '../../../browser/dialogs.ts';
import type { AgentStep } from '../../agent.ts';

/** What the results of actions tell besides that they were done: dialogs, downloads, tabs. Oldest first. */
export function newsOf(steps: readonly AgentStep[]): readonly string[] {
  return steps.flatMap(({ calls, results }, index) =>
    results.flatMap((result, position) => {
      // A thought does nothing: what the first one hears of came before the act.
      if (index === 0 && calls[position]?.name === 'think') return [];
      const text = result === null ? undefined : textOf(result);
      return text === undefined ? [] : [text];
    }),
  );
}

/** Why a task is not done although all its actions were; `undefined` when nothing speaks against it. */
export function refusedByDialog(news: readonly string[]): string | undefined {
  return news.find(tellsOfDismissal);
}

function textOf(result: string): string | undefined {
  try {
    const value: unknown = JSON.parse(result);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // An error is no JSON, and is read elsewhere.
    return undefined;
  }
}
