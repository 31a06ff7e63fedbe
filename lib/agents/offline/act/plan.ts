import { HUMAN_TOOL } from '../../../contract/protocol.ts';
import type { ActionCall } from '../../agent.ts';
import { answer } from '../answer/answer.ts';
import { findClickable, findPressable } from '../find/clickable.ts';
import { findField } from '../find/fields.ts';
import { findSearchField } from '../find/search-field.ts';
import { findVisible } from '../find/visible.ts';
import type { Intent, Target } from '../language/intents.ts';
import { viewportBox } from '../page/boxes.ts';
import { needsWhole } from '../page/left-out.ts';
import { foldedMenu, unfoldedMenu } from './clear-way.ts';
import { done, fail, type Outcome, once, run, type Situation, waitOrFail } from './outcome.ts';
import { planCheck } from './plan-check.ts';
import { planFill } from './plan-fill.ts';
import { planSelect } from './plan-select.ts';
import { planSubmit } from './plan-submit.ts';
import { MAX_SCROLLS, onElement, scrollTowards } from './reach.ts';
import { targetWords } from './target-words.ts';
import { typeInto } from './typing.ts';

/** What to do next for one clause, from the newest page and what was tried. Pure. */
export function plan(intent: Intent, situation: Situation): Outcome {
  if (!situation.page.isThinned || !isSought(intent)) return planKind(intent, situation);
  const { target } = intent;
  if (target === null ? intent.kind === 'submit' : needsWhole(target))
    return fail('know what is meant: the page is so large that only what is on screen and near it is seen');
  const outcome = planKind(intent, situation);
  const isMissing = outcome.kind === 'run' && outcome.phase === 'wait';
  if (!isMissing) return outcome;
  // It may be among what was left out: further on, or above where the search began.
  const direction = searchDirection(situation);
  if (direction === null) return fail('find it, scrolled on through a page that is seen in parts only');
  return run('scroll', scrollCall(direction, situation));
}

/** Down to the end, then up to the top if the search did not begin there; `null` when all was seen. */
function searchDirection({ attempts, page }: Situation): 'down' | 'up' | null {
  const views = attempts.filter(({ phase }) => phase === 'scroll').map(({ view }) => view);
  if (views.length >= MAX_SCROLLS) return null;
  const { scrollTop, height } = page.viewport;
  // A scroll at the end changes nothing, so the next one began with the same view.
  const turn = views.findIndex((view, index) => index > 0 && view === views[index - 1]);
  const isStill = views.at(-1) === page.fingerprint;
  if (turn !== -1) return isStill || scrollTop <= 0 ? null : 'up';
  if (!isStill) return 'down';
  return scrollTop > (views.length - 1) * SCROLLED_PART * height ? 'up' : null;
}

/** What a scroll without a distance moves, of the viewport. */
const SCROLLED_PART = 0.75;

type Sought = Extract<
  Intent,
  { kind: 'click' | 'hover' | 'fill' | 'search' | 'select' | 'check' | 'submit' }
>;

const isSought = (intent: Intent): intent is Sought =>
  /^(?:click|hover|fill|search|select|check|submit)$/.test(intent.kind);

function planKind(intent: Intent, situation: Situation): Outcome {
  switch (intent.kind) {
    case 'goto':
      return once(situation, () => goTo(intent.url, situation));
    case 'back':
      return once(situation, () => goBack(situation));
    case 'click':
      return once(situation, () => {
        const element =
          intent.clickType === 'left'
            ? findClickable(situation.page, intent.target, intent.verb)
            : findPressable(situation.page, intent.target);
        if (element === null)
          return (
            unfold(situation, intent.target) ?? waitOrFail(situation, notFound(situation, intent.target))
          );
        const extra = intent.clickType === 'left' ? [] : [intent.clickType];
        return onElement(situation, element, (box) => ({ name: 'agentClick', input: [box, ...extra] }));
      });
    case 'hover':
      return once(situation, () => {
        const element = findClickable(situation.page, intent.target);
        if (element === null) return waitOrFail(situation, `find ${targetWords(intent.target)}`);
        return onElement(situation, element, (box) => ({ name: 'agentHover', input: [box] }));
      });
    case 'fill':
      return planFill(intent, situation);
    case 'search':
      return once(situation, () => search(intent, situation));
    case 'select':
      return planSelect(intent, situation);
    case 'check':
      return planCheck(intent, situation);
    case 'submit':
      return planSubmit(intent, situation);
    case 'scroll':
      return once(situation, () => run('do', scrollCall(intent.direction, situation)));
    case 'scroll-end':
      return scrollToEnd(intent.direction, situation);
    case 'scroll-until':
      return scrollUntil(intent, situation);
    case 'ask':
      return once(situation, () =>
        run('do', { name: HUMAN_TOOL[intent.of], input: { message: intent.message } }),
      );
    case 'wait':
      return once(situation, () =>
        intent.seconds > 0 ? run('do', { name: 'wait', input: [intent.seconds] }) : run('do'),
      );
    case 'wait-for':
      if (findVisible(situation.page, intent.target) !== null) return done;
      return waitOrFail(situation, `see ${targetWords(intent.target)}`, MAX_WAITS_FOR);
    case 'verify': {
      const result = answer(situation.page, intent.query, null);
      if (result.found && result.value === true) return done;
      return waitOrFail(situation, result.found ? 'confirm that' : `find ${result.missing}`);
    }
    case 'query': {
      const result = answer(situation.page, intent.query, null);
      return result.found
        ? { kind: 'done', value: result.value }
        : waitOrFail(situation, `find ${result.missing}`);
    }
    default:
      return intent satisfies never;
  }
}

const MAX_WAITS_FOR = 10;

function goTo(text: string, { page }: Situation): Outcome {
  try {
    const local = /^(?:localhost|127\.|\[::1\])/i.test(text) ? `http://${text}` : text;
    const bare =
      /^[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)/.test(local) && !/^https?:/i.test(local)
        ? `${schemeFor(local)}://${local}`
        : local;
    return run('do', { name: 'goToUrl', input: [new URL(bare, page.url).href] });
  } catch {
    return fail(`make a URL of '${text}'`);
  }
}

const schemeFor = (host: string): string => (/^\d+\.\d+\.\d+\.\d+/.test(host) ? 'http' : 'https');

function goBack({ page, visited }: Situation): Outcome {
  const before = visited.filter((url) => url !== page.url).at(-1);
  if (before === undefined) return fail('go back: no page was visited before this one in this task');
  return run('do', { name: 'goToUrl', input: [before] });
}

function search(intent: Extract<Intent, { kind: 'search' }>, situation: Situation): Outcome {
  const field = findSearchField(situation.page, intent.target);
  if (field !== null) return typeInto(situation, field, intent.value, true);
  const opened = situation.attempts.some(({ phase }) => phase === 'open');
  const opener = opened
    ? null
    : findClickable(situation.page, {
        text: 'search',
        fullText: 'search',
        quoted: true,
        role: 'button',
        noun: null,
        ordinal: null,
        extreme: null,
        within: null,
      });
  if (opener === null) return waitOrFail(situation, 'find a search box');
  const outcome = onElement(situation, opener, (box) => ({ name: 'agentClick', input: [box] }));
  return outcome.kind === 'run' && outcome.phase === 'do' ? { ...outcome, phase: 'open' } : outcome;
}

/** What is to be clicked may be in a folded menu: unfolds that, once. */
function unfold(situation: Situation, target: Target): Outcome | null {
  if (situation.attempts.some(({ phase }) => phase === 'open')) return null;
  const menu = foldedMenu(situation.page, target);
  if (menu === null) return null;
  const outcome = onElement(situation, menu, (box) => ({ name: 'agentClick', input: [box] }));
  return outcome.kind === 'run' && outcome.phase === 'do' ? { ...outcome, phase: 'open' } : outcome;
}

/** What was missed, and what was opened to look for it. */
function notFound({ attempts, page }: Situation, target: Target): string {
  const missed = `find ${targetWords(target)}`;
  if (!attempts.some(({ phase }) => phase === 'open')) return missed;
  return `${missed}; to look for it, I opened '${unfoldedMenu(page) ?? 'the menu'}'`;
}

function scrollCall(direction: string, { page }: Situation): ActionCall {
  return { name: 'agentScroll', input: [direction, viewportBox(page.viewport)] };
}

/** Nothing moved by the last scroll: the end is reached. */
function isStuck({ attempts, page }: Situation): boolean {
  const scrolls = attempts.filter(({ phase }) => phase === 'scroll');
  return scrolls.at(-1)?.view === page.fingerprint || scrolls.length >= MAX_SCROLLS;
}

function scrollToEnd(direction: 'up' | 'down', situation: Situation): Outcome {
  const { viewport } = situation.page;
  const atTop = direction === 'up' && viewport.scrollTop <= 0 && situation.attempts.length > 0;
  if (atTop || isStuck(situation)) return done;
  return run('scroll', scrollCall(direction, situation));
}

function scrollUntil(intent: Extract<Intent, { kind: 'scroll-until' }>, situation: Situation): Outcome {
  const element = findVisible(situation.page, intent.target) ?? findField(situation.page, intent.target);
  if (element !== null) return scrollTowards(situation, element) ?? done;
  if (isStuck(situation)) return fail(`find ${targetWords(intent.target)}, scrolled to the end of the page`);
  return run('scroll', scrollCall(intent.direction ?? 'down', situation));
}
