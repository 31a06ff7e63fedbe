/**
 * Words that point at something instead of naming it ("it", "that one", "this link"): which thing they mean cannot be read
 * from them.
 */
export const isPointing = (phrase: string): boolean => POINTER.test(phrase.trim());

const POINTER =
  /^(?:it|this|that|these|those|them|they|he|she|(?:the |this |that )?(?:ones?|things?|same|others?|next one|other one|rest|above|below|following|previous)|something|anything|everything|whatever|here|there|(?:this|that|these|those|another|the other|the same) \w+)$/i;

/**
 * Whether an unquoted value describes what to type instead of being it: it begins as a noun phrase does ("the text
 * below", "your name", "some text", "a valid email"), tells whose it is ("today's date"), from where ("value of
 * Gender"), or is relative to now.
 */
export function isDescription(value: string): boolean {
  return (
    BEGINS.test(value) ||
    /\w['’]s?\s/.test(value) ||
    RELATIVE.test(value) ||
    SORT.test(value) ||
    PLACED.test(value)
  );
}

const BEGINS =
  /^(?:the|an?|my|your|his|her|its|our|their|whose|this|that|these|those|it|them|him|me|you|us|one of|some\w*|any\w*|every\w*|each|all|both|either|neither|no|none|nothing|what\w*|which\w*|who\w*|such|same|an?other|other|several|few|many|enough|random|valid|dummy|fake|sample|arbitrary|suitable|appropriate|correct|right|wrong|given|provided|following|previous|above|below|respective)(?:\s|$)/i;
const RELATIVE =
  /^(?:today|tomorrow|yesterday|tonight|now|here|there|(?:next|last|previous|current) \w+|in \d+ \w+)$/i;
const SORT =
  /^(?:text|value|words?|name|number|phrase|string|contents?|date|title|e-?mail(?: address)?|password|user ?name|code|message|answer|result|price|first \w+|second \w+|last \w+)\s+(?:of|from|below|above|shown|displayed|given|provided|in|on|that|which|for|next|beside)\b/i;
const PLACED = /\b(?:above|below|beside it)$|\b(?:of|from|in|on|for) (?:the|this|that|my|your|each)\b/i;
