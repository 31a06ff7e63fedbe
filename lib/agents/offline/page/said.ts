import { normalize } from '../language/words.ts';
import { descendants, type PageElement } from './dom.ts';
import { linesOf, textOf } from './text.ts';

/**
 * Whether a part of the page says just these words somewhere: as a text of their own, or set off in a line by
 * punctuation or "by" ("Low Tide by Ebb", "@ada · 2 h"). "Fix login page" does not say "Fix login".
 */
export function saysJust(part: PageElement, words: string): boolean {
  const plain = normalize(words);
  return [part, ...descendants(part)].some((element) =>
    [textOf(element), ...linesOf(element)].some(
      (line) =>
        normalize(line) === plain || line.split(SEPARATOR).some((piece) => normalize(piece) === plain),
    ),
  );
}

const SEPARATOR =
  /\s*[|·•,;:()–—]\s*|\s+-\s+|\s+(?:by|from|to|for|with|at|on)\s+|^(?:by|from|to|for|with|at|on)\s+|\s+(?=[$€£¥]?\d)/i;
