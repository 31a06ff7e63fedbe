import { visibleLine } from '../core/visible.ts';

/** What a page says, in quotes: one line, not too long. */
export function quotePage(text: string): string {
  const line = visibleLine(text);
  return `"${line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line}"`;
}

const MAX_QUOTE = 200;
