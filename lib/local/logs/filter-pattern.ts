import { jsonPattern } from './json-pattern.ts';
import { invalidParameter } from './logs-error.ts';

/** Whether the message of an event is wanted. */
export type MessageFilter = (message: string) => boolean;

/**
 * Reads a filter pattern: terms (all must be there; `"in quotes"` when they have other characters than letters, digits and
 * underscores), `-excluded` terms, `?alternative ?terms`, and JSON patterns such as `{ $.level = "error" }`. Letter case counts.
 *
 * @throws LogsError for what cannot be read: nothing is left out of a pattern
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(pattern: string): MessageFilter {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw invalidParameter(
      `A filter pattern may have ${MAX_PATTERN_LENGTH} characters; this one has ${pattern.length}.`,
    );
  }
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('['))
    throw unreadable(pattern, 'patterns of columns, "[a, b, …]", are not served here');
  if (text.startsWith('%')) throw unreadable(pattern, 'regular expressions, "%…%", are not served here');
  return termsFilter(readTerms(text, pattern), pattern);
}

const MAX_PATTERN_LENGTH = 1024;

/** The error for a pattern. */
export function unreadable(pattern: string, why: string): Error {
  return invalidParameter(
    `Invalid filter pattern ${JSON.stringify(pattern)}: ${why}. Local AWS understands terms (word, "in quotes", -excluded, ` +
      '?one ?of ?these) and JSON patterns such as { $.level = "error" && $.durationMs > 1000 }.',
  );
}

interface Term {
  /** What stands before it. */
  readonly sign: '' | '-' | '?';
  readonly text: string;
}

function readTerms(text: string, pattern: string): readonly Term[] {
  const terms: Term[] = [];
  for (let rest = text; rest !== ''; ) {
    const [whole, sign = '', quoted, word] = TERM.exec(rest) ?? [];
    if (whole === undefined || !isSign(sign)) {
      if (/^[-?]?"/.test(rest)) throw unreadable(pattern, whyNoQuotes(rest));
      const [what] = rest.split(/\s/, 1);
      throw unreadable(
        pattern,
        `${what} has other characters than letters, digits and _, and must be in double quotes`,
      );
    }
    terms.push({ sign, text: quoted?.replaceAll(/\\(["\\])/g, '$1') ?? word ?? '' });
    rest = rest.slice(whole.length);
  }
  return terms;
}

const TERM = /^([-?]?)(?:"((?:[^"\\]|\\.)+)"|([\p{L}\p{N}_]+))(?:\s+|$)/u;

/** What is wrong with a term that begins with a quote. */
function whyNoQuotes(rest: string): string {
  const [quoted] = /^[-?]?"(?:[^"\\]|\\.)*"/.exec(rest) ?? [];
  if (quoted === undefined) return `the double quote that opens at ${rest} is never closed`;
  return quoted.endsWith('""') ? 'there is nothing between "" quotes' : `a space must follow ${quoted}`;
}

function isSign(text: string): text is Term['sign'] {
  return text === '' || text === '-' || text === '?';
}

function termsFilter(terms: readonly Term[], pattern: string): MessageFilter {
  const of = (wanted: Term['sign']): readonly string[] =>
    terms.flatMap(({ sign, text }) => (sign === wanted ? [text] : []));
  const [included, excluded, alternatives] = [of(''), of('-'), of('?')];
  if (alternatives.length > 0 && alternatives.length < terms.length) {
    throw unreadable(pattern, 'terms with "?" stand alone; beside others AWS would ignore them');
  }
  return (message) =>
    included.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (alternatives.length === 0 || alternatives.some((term) => message.includes(term)));
}
