/** One call of the program that the agent hands back: an action's name and its positional arguments. */
export type AgentCall = { readonly name: string; readonly input: unknown[] };

/**
 * One finished step of an act: the calls the agent gave, and what came back for each executed one, in the same
 * order. A result that is an error starts with the error's class name, such as `AgentRedirectError: …`.
 */
export type AgentStep = {
  readonly calls: readonly AgentCall[];
  readonly results: readonly (string | null)[];
};

/** JSON as it stands in a schema or goes into a result. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What was looked for: either there, or missing with words that say what is missing. */
export type Found<T> =
  | { readonly found: true; readonly value: T }
  | { readonly found: false; readonly missing: string };

export const found = <T>(value: T): Found<T> => ({ found: true, value });
export const missing = (what: string): Found<never> => ({ found: false, missing: what });
