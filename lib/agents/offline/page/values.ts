import { attribute, descendants, type PageElement } from './dom.ts';
import { linesOf, textOf } from './text.ts';

/** A value as written, with its number. */
export type Amount = { readonly text: string; readonly amount: number };

const NUMBER = "\\d{1,3}(?:[.,\u00a0\u202f' ]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d+)?";
const SYMBOL = '[$€£¥₹₽₩]|\\b(?:US|CA|AU|NZ)\\$|\\b(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|INR|SEK|NOK|DKK|PLN)\\b';
const MONEY = new RegExp(
  `(?:(?<![^\\s(])[-−])?(?:${SYMBOL})\\s?(?:${NUMBER})|(?:${NUMBER})\\s?(?:${SYMBOL}|kr\\b|zł)(?!\\s?\\d)`,
  'i',
);

/** Whether a text says that something costs nothing. */
export const isFree = (text: string): boolean =>
  /^(?:free|free of charge|gratis|no charge)$/i.test(text.trim());

export const hasMoney = (text: string): boolean => MONEY.test(text);

export function moneyOf(text: string): Amount | null {
  const match = MONEY.exec(text)?.[0];
  const amount = match === undefined ? null : numberOf(match);
  return match === undefined || amount === null ? null : { text: match.trim(), amount };
}

/** The first number in a text; understands both `1,299.50` and `1.299,50`. */
export function numberOf(given: string): number | null {
  const text = given.replace(new RegExp(`(?<![^\\s(])([-−])(?:${SYMBOL})\\s?`, 'i'), '$1');
  // A sign apart from its digits may be a button beside them.
  if (/^[-−]\s\d/.test(text)) return null;
  const match = new RegExp(`[-−]?(?:${NUMBER})`).exec(text);
  if (match === null) return null;
  const glued = /[\p{L}\p{N}]$/u.test(text.slice(0, match.index)) && /^[-−]/.test(match[0]);
  const negative = /^[-−]/.test(match[0]) && !glued;
  const digits = match[0].replace(/^[-−]\s?/, '').replace(/[\s'\u00a0\u202f]/g, '');
  const separator = /[.,](?=\d+$)/.exec(digits);
  const tail = separator === null ? '' : digits.slice(separator.index + 1);
  const others = digits.slice(0, separator?.index ?? digits.length);
  const thousands = separator !== null && tail.length === 3 && (separator[0] === ',' || /[.]/.test(others));
  const whole = others.replace(/[.,]/g, '');
  const value = Number(separator === null ? whole : thousands ? whole + tail : `${whole}.${tail}`);
  return Number.isFinite(value) ? (negative ? -value : value) : null;
}

/** The price in a part of the page, the first if it has several. */
export const moneyIn = (element: PageElement): Amount | null =>
  moniesIn(element)[0] ?? moneyOf(textOf(element));

/** The price in a part of the page that has just one; `null` where several differ. */
export function onlyMoneyIn(element: PageElement): Amount | null {
  const all = moniesIn(element);
  return new Set(all.map(({ amount }) => amount)).size > 1 ? null : moneyIn(element);
}

/** All prices in a part of the page: what is struck out or was the price before does not count. */
function moniesIn(element: PageElement): readonly Amount[] {
  const old = new Set(
    descendants(element)
      .filter(({ tag }) => tag === 'del' || tag === 's' || tag === 'strike')
      .flatMap((struck) => [moneyOf(textOf(struck))?.text ?? '']),
  );
  return linesOf(element).flatMap((line) => {
    const rest = line.replace(/\b(?:was|before|rrp|list price|instead of|from\s+was)\b:?\s*/gi, '\uE002');
    return rest.split(/(?=\uE002)/).flatMap((part) => {
      const pieces = [...part.matchAll(new RegExp(MONEY.source, 'gi'))].map(([text]) => text.trim());
      const now = pieces.filter(
        (text, index) => !old.has(text) && !(part.startsWith('\uE002') && index === 0),
      );
      return now.flatMap((text) => moneyOf(text) ?? []);
    });
  });
}

/** A rating such as "4.5 out of 5", "4.5/5", "4 stars", "★★★★☆". */
export function ratingIn(element: PageElement): Amount | null {
  const labels = [element, ...descendants(element)].flatMap((inner) => [
    attribute(inner, 'aria-label') ?? '',
    attribute(inner, 'title') ?? '',
  ]);
  for (const text of [...labels, ...linesOf(element)]) {
    const match =
      /(\d(?:[.,]\d+)?)\s*(?:out of|\/|of)\s*(?:5|10)\b/i.exec(text) ??
      /(\d(?:[.,]\d+)?)\s*-?\s*(?:stars?\b|★|⭐)/i.exec(text) ??
      /(?:rated|rating|score|★|⭐)\s*:?\s*(\d(?:[.,]\d+)?)/i.exec(text);
    const amount = match?.[1] === undefined ? null : numberOf(match[1]);
    if (match !== null && amount !== null) return { text: match[0].trim(), amount };
    const stars = /[★⭐]+/u.exec(text)?.[0];
    if (stars !== undefined && !/\d/.test(text)) return { text: stars, amount: [...stars].length };
  }
  return null;
}

const SHAPES = {
  email: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/u,
  phone: /\+?\d[\d\s().-]{6,}\d/,
  date: /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{2,4}\b/i,
} as const;

/** The first text of a well-known shape. */
export function shapeIn(text: string, shape: keyof typeof SHAPES): string | null {
  return SHAPES[shape].exec(text)?.[0].trim() ?? null;
}

/** The text of a well-known shape, where there is one only. */
export function onlyShapeIn(text: string, shape: keyof typeof SHAPES): string | null {
  const all = new Set(
    [...text.matchAll(new RegExp(SHAPES[shape].source, 'giu'))].map(([found]) => found.trim()),
  );
  return all.size === 1 ? ([...all][0] ?? null) : null;
}
