import type { Query, Target } from './intents.ts';
import { parseStatement } from './parse-statement.ts';
import { hasCondition, parseTarget } from './parse-target.ts';
import { type MaskedPart, unquote } from './quotes.ts';

/** Reads a clause as a question. `null`: it is no question that the agent knows. */
export function parseQuery(text: string, parts: Parts): Query | null {
  const plain = text.trim().replace(/[?!.\s]+$/, '');
  return parseStatement(plain, parts) ?? parseCount(plain, parts) ?? parseAsk(plain, parts);
}

type Parts = readonly MaskedPart[];

const ASK =
  /^(?:return|respond with|answer with|reply with|give(?: me)?(?: back)?|tell(?: me)?|get(?: me)?|fetch|extract|report(?: back)?|output|print|show(?: me)?|provide|read(?: out| me)?|list|find(?: out)?|say|collect|grab|retrieve|what(?:'s|’s| is| are| was| were))\s+(.+)$/i;
const PAGE =
  /\s+(?:on|of|from|in|for|at) (?:the|this) (?:current )?(?:web ?)?(?:page|site|screen|web ?site)$/i;
const FORM = /\s+as (?:an? |the )?(?:json|list|array|string|number|text|boolean|object|integer)(?: \w+)?$/i;

function parseAsk(text: string, parts: Parts): Query | null {
  const says = /^(?:tell me )?what does (.+) (?:say|read|show|contain)$/i.exec(text)?.[1];
  if (says !== undefined) return parseThing(`the text of ${says}`, parts);
  const is = /^(?:tell me |return |report |find out )?what (?!is |are )(.+) (?:is|are|says|reads)$/i.exec(
    text,
  )?.[1];
  if (is !== undefined) return parseThing(is, parts);
  const phrase = ASK.exec(text)?.[1];
  if (phrase === undefined) return null;
  if (/^(?:if|whether|that|how many)\b/i.test(phrase))
    return parseQuery(phrase.replace(/^(?:if|that)\b/i, 'whether'), parts);
  const again = ASK.exec(phrase);
  if (again !== null && /^(?:tell|give|show|find|list|what)/i.test(phrase)) return parseAsk(phrase, parts);
  return parseThing(phrase, parts, /^(?:list|collect)\b/i.test(text));
}

function parseCount(text: string, parts: Parts): Query | null {
  const match =
    /^(?:(?:return|tell me|give me|report|find(?: out)?|get) )?how many (.+)$/i.exec(text)?.[1] ??
    /^(?:(?:return|tell me|give me|report|get|what is|what's|find(?: out)?|print|output) )?(?:the )?(?:total )?(?:number|count|amount) of (.+)$/i.exec(
      text,
    )?.[1] ??
    /^count (?:up )?(?:all )?(?:the )?(.+)$/i.exec(text)?.[1];
  if (match === undefined) return null;
  const owner = /^(.+?) (?:does|do) (.+?) (?:have|contain|show|list|include|hold)$/i.exec(match);
  const phrase =
    owner !== null && !/^(?:the |this )?(?:page|site|website|i|we|you)$/i.test(owner[2] ?? '')
      ? `${owner[1]} in ${owner[2]}`
      : (owner?.[1] ?? match)
          .replace(/\s+(?:are|is)(?: there| shown| listed| displayed| visible| present)+/i, '')
          .replace(/\s+(?:are|is) (?=in|on|inside|under)/i, ' ')
          .replace(/\s+there (?:are|is|were)\b/i, '')
          .replace(/\s+(?:can you see|do you see|are|is|exist)$/i, '');
  // "… are available": a condition.
  if (/\b(?:are|is|were|was)\b/i.test(phrase)) return null;
  const target = parseTarget(phrase, parts);
  if (target === null || target.ordinal !== null || target.extreme !== null) return null;
  // "The amount of the payment" is one value; "the number of payments" is a count.
  const isValue = /\b(?:number|amount|count) of\b/i.test(text) && !isMany(target);
  return isValue ? null : { kind: 'count', target };
}

/** Whether a thing is named in the plural, as far as that can be seen. */
const isMany = ({ text, noun }: Target): boolean =>
  [text, noun ?? ''].some((words) => /(?:[^s]s|people|children|men|women)$/i.test(words));

const MAIN_HEADING =
  /^(?:the |its )?(?:(?:text of the )?(?:main|page|top|primary|biggest|top-level|page's|level[- ]1)[- ]?(?:page )?(?:heading|headline|header|title heading)|heading|headline|h1)(?: text)?$/i;
const TITLE = /^(?:the |its )?(?:(?:web ?page|page|document|browser|window|tab|site)(?:'s|’s)? )?title$/i;
const ADDRESS = /^(?:the |its )?(?:current |page |page's |full )*(?:url|web address)$/i;

function parseThing(np: string, parts: Parts, asList = false): Query | null {
  const phrase = np.trim().replace(FORM, '').replace(PAGE, '').trim();
  if (hasCondition(phrase)) return null;
  if (MAIN_HEADING.test(phrase)) return { kind: 'heading' };
  if (TITLE.test(phrase)) return { kind: 'title' };
  if (ADDRESS.test(phrase)) return { kind: 'url' };
  const textOf =
    /^(?:the )?(?:full |exact |visible )?(?:text|contents?|wording)(?: content)? (?:of|in|on|inside|from) (.+)$/i.exec(
      phrase,
    )?.[1];
  if (textOf !== undefined) {
    if (MAIN_HEADING.test(textOf)) return { kind: 'heading' };
    const target = parseTarget(textOf, parts);
    return target === null ? null : { kind: 'text', target };
  }
  const holds =
    /^(?:the )?(?:current |selected )?(?:value|choice|selection) (?:of|in) (.+ (?:field|input|box|list|drop-?down|select))$/i.exec(
      phrase,
    )?.[1];
  const field = holds === undefined ? null : parseTarget(holds, parts);
  if (field !== null) return { kind: 'text', target: field };
  const held = phrase
    .replace(/^((?:the )?\uE000\d+\uE001) value$/i, '$1')
    .replace(/^(?:the )?(?:current )?value (?:of|in|for) (?:the )?/i, '');
  return parseCollect(held, parts, asList) ?? parseValue(held, parts);
}

const SPLIT = /\s*,\s*(?:and\s+)?|\s+and\s+(?:also\s+)?|\s*&\s*|\s+plus\s+|\s+as well as\s+/i;
const WITH =
  /\s+(?:with|and|including|along with|together with|by) (?:their|its|the(?:ir)? respective) (.+)$/i;

/** "name", "price" from "the names and the prices". */
export function attributesOf(text: string, parts: Parts): readonly string[] {
  return text
    .split(SPLIT)
    .map((word) => unquote(word.replace(/^(?:(?:the|all|their|its|both|an?)\s+)+/i, ''), parts).trim())
    .filter((word) => word !== '');
}

const PROPERTY =
  /^(.*?)\s*\b(names|titles|prices|ratings|descriptions|urls|dates|emails|email addresses|phone numbers)$/i;
const COUNTS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10 };

function parseCollect(phrase: string, parts: Parts, asList: boolean): Query | null {
  const of =
    /^(?:the |a list of (?:the )?)?(.+?) (?:of|for|from|in) (?:(?:all|each|every)(?: of)?(?: the| these)?|(?:the )?((?:first|top|last) (?:\d+|two|three|four|five|six|ten))) (.+)$/i.exec(
      phrase,
    );
  if (of !== null) return collect(attributesOf(of[1] ?? '', parts), of[3] ?? '', of[2], parts);
  // "the names and prices of the products"
  const ofMany = /^(?:the )?(.+?s) (?:of|for) (?:the )?((?:[\w-]+ )?[\w-]+s)$/i.exec(phrase);
  if (ofMany !== null && parseTarget(ofMany[2] ?? '', parts)?.role === 'item') {
    return collect(attributesOf(ofMany[1] ?? '', parts), ofMany[2] ?? '', undefined, parts);
  }
  const all =
    /^(?:(?:a |the )?(?:full |complete )?list of(?: all)?(?: the)?|(?:all|each|every)(?: of)?(?: the| these)?) (.+)$/i.exec(
      phrase,
    )?.[1];
  const first = /^(?:the )?((?:first|top|last) (?:\d+|two|three|four|five|six|ten)) (.+)$/i.exec(phrase);
  const rest =
    all ??
    first?.[2] ??
    (asList || isPluralNoun(phrase.replace(/ (?:in|on|under|from|inside) .+$/i, ''))
      ? phrase.replace(/^the /i, '')
      : undefined);
  if (rest === undefined) return null;
  const nested = /^(.+?) (?:of|for) (?:the )?(\w+s)$/i.exec(rest);
  if (nested !== null && all !== undefined)
    return collect(attributesOf(nested[1] ?? '', parts), nested[2] ?? '', undefined, parts);
  const owned = WITH.exec(rest);
  const noun = owned === null ? rest : rest.slice(0, owned.index);
  const listed = noun.split(SPLIT);
  // "list all names and prices": what to collect, with nothing said of whose.
  if (listed.length > 1) return collect(attributesOf(noun, parts), '', first?.[1], parts);
  return collect(owned === null ? [] : attributesOf(owned[1] ?? '', parts), noun, first?.[1], parts);
}

function isPluralNoun(phrase: string): boolean {
  return /^(?:the )?(?:\w+ )?(?:products|items|results|links|headings|buttons|rows|options|images|entries|cards|articles|posts|offers|hotels|flights|destinations|names and prices|prices|names|tabs|fields|orders|columns|column headers)$/i.test(
    phrase,
  );
}

/** "first 3" is 3, "last three" is -3. */
function countOf(limit: string): number {
  const [which = '', number = ''] = limit.toLowerCase().split(' ');
  return (COUNTS[number] ?? Number(number)) * (which === 'last' ? -1 : 1);
}

function collect(
  attributes: readonly string[],
  nounPhrase: string,
  limit: string | undefined,
  parts: Parts,
): Query | null {
  const place = /^(.+?) (?:in|on|inside|from|under|within|of) (.+)$/i.exec(nounPhrase.trim());
  const named = unquote(place?.[1] ?? nounPhrase, parts).trim();
  // "all product names": the names of all products.
  const property = attributes.length > 0 ? null : PROPERTY.exec(named);
  const noun = property === null ? named : (property[1] ?? '').trim();
  const wanted = property === null ? attributes : [property[2] ?? ''];
  const within = place?.[2] === undefined ? null : parseTarget(place[2], parts);
  if (parseTarget(noun === '' ? 'items' : noun, parts) === null || (place !== null && within === null))
    return null;
  const count = limit === undefined ? null : countOf(limit);
  return { kind: 'collect', attributes: wanted, noun, limit: count, within };
}

/** "the price of the first product", "the confirmation number", "the name and the price". */
function parseValue(phrase: string, parts: Parts): Query | null {
  if (phrase === '' || hasCondition(phrase)) return null;
  // "the name of the first product and its price"
  const more = /^(.+?) (of|for) (.+?),? and (?:also )?(?:its|their) (.+)$/i.exec(phrase);
  if (more !== null) return parseValue(`${more[1]} and ${more[4]} ${more[2]} ${more[3]}`, parts);
  const match = /^(.+?) (?:of|for|from|in|on|shown (?:in|for)) (.+)$/i.exec(phrase);
  const of: Target | null = match === null ? null : parseTarget(match[2] ?? '', parts);
  const owner = /^(?:the )?(.+?)(?:'s|’s) (.+)$/i.exec(phrase);
  if (of === null && owner !== null && !/^(?:page|site)$/i.test(owner[1] ?? '')) {
    return {
      kind: 'value',
      phrase: unquote(phrase, parts),
      attributes: attributesOf(owner[2] ?? '', parts),
      of: parseTarget(owner[1] ?? '', parts),
    };
  }
  const attributes = attributesOf(of === null ? phrase : (match?.[1] ?? ''), parts);
  if (attributes.length === 0) return null;
  return { kind: 'value', phrase: unquote(phrase.replace(/^the\s+/i, ''), parts), attributes, of };
}
