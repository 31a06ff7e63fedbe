/**
 * Words and how alike they are. Matching is by word, forgiving about case, accents, punctuation, plurals and a few
 * everyday synonyms, because people rarely write a label exactly as the page does.
 */

const STOP_WORDS = new Set(
  'the a an of to for in on at and or your my our this that it is are please with by from any some me'.split(
    ' ',
  ),
);

/** Each line is one meaning; the first word stands for all. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  [
    'basket cart bag trolley',
    'signin login logon',
    'signout logout logoff',
    'signup register',
    'search find query lookup',
    'phone telephone mobile tel',
    'surname lastname familyname',
    'firstname forename givenname',
    'postcode zip zipcode postalcode',
    'delete remove',
    'submit send',
    'name title',
    'price cost fare',
    'quantity qty',
    'rating stars score',
    'term condition tos',
    'description desc summary',
    'picture image photo',
    'message comment note',
    'destination dest',
    'menu navigation nav hamburger',
  ].flatMap((line) => {
    const [first = '', ...rest] = line.split(' ');
    return rest.map((word): [string, string] => [word, first]);
  }),
);

const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sign|log) in\b/g, 'signin'],
  [/\b(?:sign|log) out\b/g, 'signout'],
  [/\bsign up\b/g, 'signup'],
  [/\be mail\b/g, 'email'],
  [/\blast name\b/g, 'lastname'],
  [/\bfamily name\b/g, 'familyname'],
  [/\bfirst name\b/g, 'firstname'],
  [/\bgiven name\b/g, 'givenname'],
  [/\b(?:zip|postal|post) code\b/g, 'postcode'],
  [/\bcheck out\b/g, 'checkout'],
  [/\bdrop down\b/g, 'dropdown'],
];

/** Lower case, no accents, punctuation turned into single spaces. */
export function normalize(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}.%+@$€£#]+/gu, ' ')
    .replace(/\.(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of an identifier: `unitPrice`, `unit_price` and `unit-price` all give `unit price`. */
export function identifierWords(identifier: string): string {
  return identifier
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-.:/]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function stem(word: string): string {
  const singular =
    word.length > 4 && word.endsWith('ies')
      ? `${word.slice(0, -3)}y`
      : word.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(word)
        ? word.slice(0, -2)
        : word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us')
          ? word.slice(0, -1)
          : word;
  return SYNONYMS.get(word) ?? SYNONYMS.get(singular) ?? singular;
}

/** The meaning-bearing words, in a form in which plurals and synonyms are equal. */
export function wordsOf(text: string): readonly string[] {
  let plain = normalize(text);
  for (const [pattern, joined] of JOINED) plain = plain.replace(pattern, joined);
  const all = plain.split(' ').filter((word) => word !== '');
  const content = all.filter((word) => !STOP_WORDS.has(word));
  return (content.length > 0 ? content : all).map(stem);
}

/** Whether at most one letter was added, dropped or changed, or two neighbours swapped. */
function oneSlip(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  const restLeft = left.slice(start, left.length - end);
  const restRight = right.slice(start, right.length - end);
  if (restLeft.length <= 1 && restRight.length <= 1) return true;
  return restLeft.length === 2 && restLeft === [...restRight].reverse().join('');
}

function wordLikeness(wanted: string, there: string): number {
  if (wanted === there) return 1;
  const longEnough = Math.min(wanted.length, there.length) >= 6;
  return longEnough && !/\d/.test(wanted) && oneSlip(wanted, there) ? 0.85 : 0;
}

/** How well a text says what is wanted: 0 (nothing in common) to 1 (the same). */
export function similarity(wanted: string, there: string): number {
  const plainWanted = normalize(wanted);
  const plainThere = normalize(there);
  if (plainWanted === '' || plainThere === '') return 0;
  if (plainWanted === plainThere) return 1;
  if (plainWanted.replaceAll(' ', '') === plainThere.replaceAll(' ', '')) return 0.98;
  const wantedWords = wordsOf(wanted);
  const thereWords = wordsOf(there);
  if (thereWords.length > 400) return plainThere.includes(plainWanted) ? 0.6 : 0;
  let matched = 0;
  for (const word of wantedWords)
    matched += Math.max(0, ...thereWords.map((other) => wordLikeness(word, other)));
  const coverage = matched / wantedWords.length;
  const precision = Math.min(1, matched / thereWords.length);
  if (coverage > 0.95 && precision > 0.95) return 0.95;
  if (coverage > 0.8) {
    const phrase = ` ${plainThere} `.includes(` ${plainWanted} `) ? 0.06 : 0;
    const lead = plainThere.startsWith(plainWanted) ? 0.02 : 0;
    return (0.58 + 0.26 * precision + phrase + lead) * coverage;
  }
  // The page says it in fewer words: "email address" for a field labelled "Email".
  if (precision > 0.95 && coverage >= 0.5) return 0.4 + 0.2 * coverage;
  return coverage >= 0.66 && wantedWords.length >= 3 ? 0.25 + 0.25 * coverage : 0;
}

/** Whether every wanted word is somewhere in the text. */
export function mentions(text: string, wanted: string): boolean {
  const plain = normalize(text);
  if (` ${plain} `.includes(` ${normalize(wanted)} `)) return true;
  const there = new Set(wordsOf(text));
  const words = wordsOf(wanted);
  return words.length > 0 && words.every((word) => there.has(word));
}
