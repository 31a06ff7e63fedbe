/**
 * Cuts a prompt into fragments at the places where a new instruction may begin. It may cut too often ("St. John");
 * whoever reads the fragments joins neighbours again when they make sense only together.
 */

/** Text between two cuts, with what stood before it. */
export type Fragment = { readonly text: string; readonly separator: string };

const VERBS =
  "ask|go|navigate|browse|visit|open|load|click|double-click|right-click|press|tap|hit|push|follow|type|enter|write|input|put|insert|fill|set|change|clear|search|look|select|choose|pick|check|tick|uncheck|untick|toggle|submit|send|hover|move|scroll|keep|wait|pause|return|get|give|tell|report|extract|fetch|list|count|read|show|find|locate|verify|ensure|make|confirm|assert|expand|collapse|close|dismiss|accept|add|remove|delete|log|sign|output|print|provide|collect|what|what's|how|is|are|does|say|agree|place|leave|turn|book|buy|download|upload|drag|draw|solve|play|pause|archive|star|pin|mute|approve|reserve|restore|duplicate|edit|call|translate|summari[sz]e|compare|explain|buy|purchase|pay|save|copy|paste|sort|filter|rate|write";

/** Words that are verbs of ours and everyday nouns too. */
const NOUNS_TOO =
  /^(?:list|search|check|set|open|close|show|type|name|count|read|report|change|look|press|add|select|find|move|place|call|filter|sort|rate|copy|book|load|play|leave|sign|log|are|is|save|pick|print|output|input|visit|get|tap|hit|push|star|edit|archive|pin|pause|reserve|mute|duplicate)$/i;
const STARTS_PHRASE =
  /^\s+(?:the|an?|all|every|for|on|in|into|to|me|it|up|down|back|if|whether|that|how|your|my|there|out|at|enter|any|what|over|until|each|both|this|\uE000|\d)/i;
const QUERY_START =
  /^(?:please\s+)?(?:return|give|tell|get|fetch|extract|report|output|print|show|provide|read|list|find|collect|what|how|is|are|does)\b/i;

const HARD = /\n+|;|(?<!(?:^|\n)[ \t]*\d{1,2})[.!?](?=\s|$)/;
const THEN = /(?:\s*,)?\s*(?:\band\s+)?(?:\bthen\b|\bafter that\b|\bafterwards\b|\bfinally\b)(?:\s*,)?\s*/i;
const SOFT = new RegExp(
  `(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)(?=(?:please\\s+|also\\s+|now\\s+|next\\s+)*(?:${VERBS})(?![\\w-]))`,
  'i',
);
const ANY = new RegExp(`${HARD.source}|${THEN.source}|${SOFT.source}`, 'gi');

/** Cuts masked text into fragments; empty ones are left out. Pure. */
export function fragmentsOf(masked: string): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let start = 0;
  let separator = '';
  for (const match of masked.matchAll(ANY)) {
    const text = masked.slice(start, match.index);
    const rest = masked.slice(match.index + match[0].length);
    if (!isCut(match[0], text, rest)) continue;
    if (stripFiller(text) !== '') fragments.push({ text: text.trim(), separator });
    start = match.index + match[0].length;
    separator = match[0];
  }
  const text = masked.slice(start);
  if (stripFiller(text) !== '') fragments.push({ text: text.trim(), separator });
  return fragments;
}

function isCut(separator: string, before: string, after: string): boolean {
  if (/[.!?;\n]|then|after|finally/i.test(separator)) return true;
  const verb = /^(?:(?:please|also|now|next)\s+)*([\w'-]+)/i.exec(after);
  if (verb === null || !NOUNS_TOO.test(verb[1] ?? '')) return true;
  // After "return the name …", "and list price" is a second thing to return, not a second instruction.
  return !QUERY_START.test(before.trim()) || STARTS_PHRASE.test(after.slice(verb[0].length));
}

/** Words that at the start of a fragment are deeds, whatever else they may be. */
const DEEDS = /^(?:sort|filter|book|rate|copy|save|print|play|load|press|select|call|move)$/i;

/** Whether a fragment begins with a word that may as well be a noun, so that the cut before it is doubtful. */
export function startsWithNoun(text: string): boolean {
  const word = /^[\w'-]+/.exec(text)?.[0] ?? '';
  return NOUNS_TOO.test(word) && !DEEDS.test(word) && !STARTS_PHRASE.test(text.slice(word.length));
}

const FILLER =
  /^(?:(?:please|kindly|now|first|firstly|second|secondly|third|thirdly|next|finally|lastly|last|also|and|then|ok(?:ay)?|so|afterwards|after that|once there|when done|there|here)\b(?:\s*[,:]\s*|\s+|$)|(?:can|could|would|will) you (?:please )?(?=\w)(?!see\b)|you (?:should|must|need to|have to|can|will) |i(?: would|'d)? (?:like|want|need) (?:you )?to |go ahead and |try to |let's |just |simply |(?:\d{1,2}[.)]|[-*•])\s+|on (?:the|this|that) page\s*,\s*|(?:once|when|after) (?:the |it |that )?(?:page|results?|list|it|form)? ?(?:has |have |is |are )?(?:loaded|loads?|appears?|opened|opens|done|finished|ready)\s*,?\s*)/i;
const ORDINAL_THING = /^(?:first|second|third|last|next|there|here)\s+(?!,)/i;

/** Takes off politeness, list marks and words of sequence. */
export function stripFiller(text: string): string {
  let rest = text.trim();
  for (;;) {
    const match = FILLER.exec(rest);
    if (match === null || match[0] === '') break;
    // "first product" at the start of a phrase names a thing; "first click" orders the steps.
    if (
      ORDINAL_THING.test(match[0]) &&
      !new RegExp(`^(?:${VERBS})\\b`, 'i').test(rest.slice(match[0].length))
    )
      break;
    rest = rest.slice(match[0].length).trim();
  }
  return rest.replace(/[\s,.;:!?]+$/, '').replace(/,?\s+please$/i, '');
}
