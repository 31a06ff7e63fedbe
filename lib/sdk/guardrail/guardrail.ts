import { within } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { show } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import { checkMembers } from '../check-members.ts';
import { ActGuardrailsError, ValidationFailed } from '../errors.ts';
import { type AddressPattern, isAllowedBy, isBlockedBy, parseAddressPattern } from './address-pattern.ts';

/**
 * Which pages the agent may be on: rules, or a function that is asked. It is asked before a page is opened (the starting
 * page, `goToUrl` of yours and of the agent), and for the page that is there before each action and at each look at it.
 * What it blocks ends the act with `ActGuardrailsError`; the page is then neither shown to the service nor acted on.
 *
 * Only the address of the page counts, not those of its frames, pictures and requests. Blank pages and the browser's own
 * error page are always allowed.
 */
export type Guardrail =
  | GuardrailRules
  | ((state: GuardrailState) => GuardrailVerdict | Promise<GuardrailVerdict>);

/**
 * Patterns of addresses: `example.com`, `*.example.com` (the hosts below it, not itself) or `*`, with a scheme
 * (`https://example.com`), a port (`example.com:8443`) or a path (`example.com/shop`, and all below it) if need be.
 */
export interface GuardrailRules {
  /** Only these pages. At least one pattern. @default every page */
  readonly allow?: readonly string[] | undefined;
  /** Never these, also when `allow` has them. @default none */
  readonly block?: readonly string[] | undefined;
}

/** What a guardrail function is asked about. */
export interface GuardrailState {
  /** The address of the page. */
  readonly url: string;
}

/** What it says; `true` is `'pass'`. Anything else, an exception, or no answer within 30 s blocks. */
export type GuardrailVerdict = 'pass' | 'block' | boolean;

/** Throws when a page is blocked. */
export type PageCheck = (url: string) => Promise<void>;

/**
 * Makes a guardrail ready for use.
 * @throws ValidationFailed for what cannot be one
 */
export function compileGuardrail(guardrail: Guardrail | undefined): PageCheck | undefined {
  if (guardrail === undefined) return undefined;
  const decide = typeof guardrail === 'function' ? askFunction(guardrail) : byRules(guardrail);
  return async (url) => {
    if (isBlank(url)) return;
    const reason = URL.canParse(url) ? await decide(url) : 'it is no address';
    if (reason === undefined) return;
    throw new ActGuardrailsError(`The page ${shownAddress(url)} is blocked by the guardrail: ${reason}.`);
  };
}

/** Says why an address is blocked; `undefined` when it is not. */
type Decide = (url: string) => Promise<string | undefined>;

function askFunction(guardrail: Extract<Guardrail, (state: GuardrailState) => unknown>): Decide {
  return async (url) => {
    try {
      const work = (async () => await guardrail({ url }))();
      const verdict: unknown = await within({ work, timeoutMs: ANSWER_TIMEOUT_MS, fallback: NO_ANSWER });
      if (verdict === 'pass' || verdict === true) return undefined;
      if (verdict === 'block' || verdict === false) return 'its function says so';
      if (verdict === NO_ANSWER) return `its function did not answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
      return `its function returned ${show(verdict)}, which is none of 'pass', 'block', true and false`;
    } catch (error) {
      return `its function failed: ${messageOf(error)}`;
    }
  };
}

const ANSWER_TIMEOUT_MS = 30_000;
const NO_ANSWER = Symbol('no answer');

function byRules(rules: unknown): Decide {
  if (!isRecord(rules)) {
    throw new ValidationFailed(`guardrail is ${show(rules)}; it must be { allow, block } or a function.`);
  }
  checkMembers('guardrail', rules, ['allow', 'block']);
  for (const key of Object.keys(rules)) {
    if (key === 'allow' || key === 'block') continue;
    const near = didYouMean(key, ['allow', 'block']);
    const fix = near === undefined ? 'Its keys are allow and block.' : `Did you mean "${near}"?`;
    throw new ValidationFailed(`guardrail.${key} is not a known key. ${fix}`);
  }
  if (rules.allow === undefined && rules.block === undefined) {
    throw new ValidationFailed(
      'guardrail has neither allow nor block, so every page would pass. Give it one of them, or leave guardrail out.',
    );
  }
  const allow = rules.allow === undefined ? undefined : patternsOf(rules.allow, 'allow');
  const block = rules.block === undefined ? [] : patternsOf(rules.block, 'block');
  if (allow?.length === 0) {
    throw new ValidationFailed(
      'guardrail.allow is empty, so no page would pass. Leave it out to allow every page.',
    );
  }
  return async (text) => {
    const url = new URL(text);
    const blocking = block.find((pattern) => isBlockedBy(pattern, url));
    if (blocking !== undefined) return `"${blocking.text}" is in its block list`;
    if (allow === undefined || allow.some((pattern) => isAllowedBy(pattern, url))) return undefined;
    return `nothing in its allow list matches (${allow.map(({ text }) => `"${text}"`).join(', ')})`;
  };
}

function patternsOf(list: unknown, key: string): readonly AddressPattern[] {
  if (!Array.isArray(list)) {
    throw new ValidationFailed(
      `guardrail.${key} is ${show(list)}; it must be a list of patterns such as ["example.com"].`,
    );
  }
  return list.map((text: unknown) => {
    const pattern = parseAddressPattern(text);
    if (!('problem' in pattern)) return pattern;
    throw new ValidationFailed(
      `guardrail.${key} has ${show(text)}, which ${pattern.problem}. Write patterns as "example.com", "*.example.com", "https://example.com:8443" or "example.com/shop".`,
    );
  });
}

/** Pages that show nothing of any site. */
function isBlank(url: string): boolean {
  return url === '' || /^about:blank(?:[?#]|$)/.test(url) || url.startsWith('chrome-error:');
}

/** An address without what may be secret: no user name, query or fragment, and of others than web pages the scheme only. */
function shownAddress(text: string): string {
  if (!URL.canParse(text)) return 'that is open';
  const { protocol, origin, pathname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return `${protocol}…`;
  return (origin + pathname).slice(0, MAX_SHOWN_LENGTH);
}

const MAX_SHOWN_LENGTH = 200;
