import { isRecord } from '../../../core/is-record.ts';
import type { SentAnswer } from './page-state.ts';
import { TabMemory } from './tab-memory.ts';

/** Remembers over a reload what this page has answered. */
export function rememberAnswer(questionId: string, sent: SentAnswer): void {
  TabMemory.write(keyOf(questionId), JSON.stringify(sent));
}

export function recalledAnswer(questionId: string): SentAnswer | undefined {
  try {
    const stored: unknown = JSON.parse(TabMemory.read(keyOf(questionId)) ?? 'null');
    return isSent(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(questionId: string): string {
  return `answer.${questionId}`;
}

function isSent(value: unknown): value is SentAnswer {
  return (
    isRecord(value) &&
    typeof value.nonce === 'string' &&
    (value.answer === 'yes' || value.answer === 'no') &&
    ['recorded', 'unsure', 'refused'].includes(String(value.outcome))
  );
}
