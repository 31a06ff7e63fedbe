/** Words for one of many like things; kept as words too, since a list is often headed by them. */
export const ITEM_NOUNS =
  /^(?:products?|items?|results?|search results?|entr(?:y|ies)|cards?|articles?|posts?|stories|story|records?|offers?|hotels?|flights?|destinations?|trips?|tours?|books?|orders?|listings?|hits?|matches|people|persons?|users?|contacts?|comments?|reviews?|jobs?|events?|tasks?|messages?|movies?|songs?|recipes?|rooms?|categor(?:y|ies))$/i;

/** Words of a place that say what sort of thing it is, or how its words hang together. */
const OTHERS =
  /^(?:the|an?|in|on|at|of|for|by|from|to|with|and|rows?|cells?|sections?|lists?|boxe?s?|fields?|buttons?|links?|panels?|areas?|regions?|tables?|called|named|labelled|titled)$/i;

/** Whether a word of a place need not be written on the page ("the post by Ada"). */
export const isKindWord = (word: string): boolean => ITEM_NOUNS.test(word) || OTHERS.test(word);
