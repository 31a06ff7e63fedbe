/**
 * Words and how alike they are. Matching is by word, forgiving about case, accents, punctuation, plurals and a few
 * everyday synonyms, because people rarely write a label exactly as the page does.
 */

const STOP_WORDS = new Set(
  'the a an of for in on at and or your my our this that it is are please with by any some me'.split(' '),
);

/** These belong to a word after them; at the end they are a part of the name ("Plan A", "Check in"). */
const AT_END = new Set(['a', 'in', 'on', 'at', 'by']);

/** Each line is one meaning; the first word stands for all. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  [
    'basket cart bag trolley',
    'signin login logon',
    'signout logout logoff',
    'signup register',
    'search find query lookup',
    'phone telephone tel',
    'surname lastname familyname',
    'firstname forename givenname',
    'postcode zip zipcode postalcode',
    'delete remove',
    'price cost fare',
    'quantity qty',
    'rating stars score',
    'term condition tos',
    'description desc summary',
    'picture image photo',
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
  [/\bemail address\b/g, 'email'],
  [/\b(phone|telephone) number\b/g, 'phone'],
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
  let plain = normalize(keepParts(text));
  for (const [pattern, joined] of JOINED) plain = plain.replace(pattern, joined);
  const all = plain.split(' ').filter((word) => word !== '');
  const content = all.filter(
    (word, index) => !STOP_WORDS.has(word) || (index === all.length - 1 && AT_END.has(word)),
  );
  return (content.length > 0 ? content : all).map((word) => stem(word.replace(KEPT, '')));
}

/**
 * Small words that are a part of a name stay: "A" of the code "A-1", of "Plan A" (at the end nothing follows that it could
 * belong to), "IT" of "IT support".
 */
function keepParts(text: string): string {
  const hasLower = /\p{Ll}/u.test(text);
  return text
    .split(/\s+/)
    .map((token) => {
      const isCode = /\p{L}/u.test(token) && /\d/.test(token);
      const isAcronym = hasLower && /^\p{Lu}{2,}$/u.test(token);
      return isCode || isAcronym
        ? token.replace(/\p{L}+/gu, (word) => (STOP_WORDS.has(word.toLowerCase()) ? `${word}${KEEP}` : word))
        : token;
    })
    .join(' ');
}

/** A letter that marks a word which stays; no text of a page has it. */
const KEEP = '\u{10FF}';
const KEPT = new RegExp(KEEP, 'giu');

/**
 * How well a text says what is wanted: 0 (not all of it) to 1 (just that). Every wanted word must be there; other words
 * make it less.
 */
export function similarity(wanted: string, there: string): number {
  const plainWanted = normalize(wanted);
  const plainThere = normalize(there);
  if (plainWanted === '' || plainThere === '') return 0;
  if (plainWanted === plainThere) return 1;
  if (joined(plainWanted) === joined(plainThere)) return 0.98;
  const wantedWords = wordsOf(wanted);
  const thereWords = wordsOf(there);
  if (thereWords.length > 400) return plainThere.includes(plainWanted) ? 0.6 : 0;
  const said = new Set(thereWords);
  if (!wantedWords.every((word) => said.has(word))) return 0;
  const precision = Math.min(1, wantedWords.length / thereWords.length);
  if (precision > 0.95) return 0.95;
  const phrase = ` ${plainThere} `.includes(` ${plainWanted} `) ? 0.06 : 0;
  const lead = plainThere.startsWith(plainWanted) ? 0.02 : 0;
  return 0.58 + 0.26 * precision + phrase + lead;
}

/** Without spaces, but for those between numbers: "1 1" is not "11". */
const joined = (plain: string): string => plain.replace(/(?<!\d) | (?!\d)/g, '');

/** Words that only say what sort of value it is: "confirmation code" for what is called "Confirmation". */
const SORT_WORDS = new Set('number code id no value'.split(' '));

/** The wanted words without those that say the sort only; the same words when nothing else would be left. */
export function withoutSort(wanted: string): string {
  const words = wordsOf(wanted);
  const rest = words.filter((word) => !SORT_WORDS.has(word));
  return rest.length === 0 || rest.length === words.length ? wanted : rest.join(' ');
}

/** Whether every wanted word is somewhere in the text. */
export function mentions(text: string, wanted: string): boolean {
  const plain = normalize(text);
  if (` ${plain} `.includes(` ${normalize(wanted)} `)) return true;
  const there = new Set(wordsOf(text));
  const words = wordsOf(wanted);
  return words.length > 0 && words.every((word) => there.has(word));
}
