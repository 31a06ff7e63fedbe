import type { TraceCall } from '../contract/act-trace.ts';
import { HUMAN_TOOL } from '../contract/protocol.ts';
import { splitThought } from '../contract/thought.ts';
import { printedLine } from './parts.ts';

/** What the agent asked for, as a person would say it, cut into parts that a page shows in different ways. */
export function callWords(call: TraceCall): CallWords {
  const { name, kwargs } = call;
  const toPeople = Object.hasOwn(TO_PEOPLE, name) ? TO_PEOPLE[name] : undefined;
  if (toPeople !== undefined) return { verb: toPeople, object: { kind: 'value', value: kwargs.message } };
  // What could not be read has its arguments as they came.
  const isAction = !call.is_tool && !('input' in kwargs) && Object.hasOwn(ACTIONS, name);
  const say = isAction ? ACTIONS[name] : undefined;
  if (say !== undefined) return say(kwargs);
  return {
    verb: call.is_tool ? 'Use the tool' : 'Ask for',
    name,
    ...(Object.keys(kwargs).length > 0 && {
      object: { kind: 'value', value: call.is_tool ? kwargs : (kwargs.input ?? kwargs) },
    }),
  };
}

/** A sentence about a call: `Type`, `"red"`, `, then Enter`. */
export interface CallWords {
  /** Empty for a thought. */
  readonly verb: string;
  /** What is called by its name, which people have given. */
  readonly name?: string;
  readonly object?: {
    readonly kind: 'value' | 'address' | 'answer' | 'thought';
    readonly value: unknown;
  };
  readonly more?: string;
}

/** The same in one line of plain text. */
export function callLine(call: TraceCall): string {
  const { verb, name, object, more = '' } = callWords(call);
  const given = object === undefined || object.value === undefined ? '' : printedLine(object.value);
  const words = [verb, name, object?.kind === 'value' && name === undefined ? quoted(given) : given];
  return `${words.filter(Boolean).join(' ')}${more}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `“${text}”`;
}

type Say = (kwargs: TraceCall['kwargs']) => CallWords;

const CLICKS: Readonly<Record<string, string>> = { 'left-double': 'Double-click', right: 'Right-click' };

const giveUp: Say = ({ value }) => ({ verb: 'Give up', object: { kind: 'value', value } });

/** The actions of the browser. */
const ACTIONS: Readonly<Record<string, Say>> = {
  agentClick: ({ click_type }) => ({ verb: CLICKS[printedLine(click_type)] ?? 'Click' }),
  agentHover: () => ({ verb: 'Move the pointer' }),
  agentType: ({ value, pressEnter }) => ({
    verb: 'Type',
    object: { kind: 'value', value },
    ...(pressEnter === true && { more: ', then Enter' }),
  }),
  agentScroll: ({ direction, distancePx }) => ({
    verb: `Scroll ${printedLine(direction)}`,
    ...(typeof distancePx === 'number' && { more: ` by ${distancePx} px` }),
  }),
  goToUrl: ({ url: value }) => ({ verb: 'Go to', object: { kind: 'address', value } }),
  wait: ({ seconds }) => ({ verb: `Wait ${printedLine(seconds)} s` }),
  think: ({ value }) => ({
    verb: '',
    object: {
      kind: 'thought',
      value: splitThought(typeof value === 'string' ? value : printedLine(value)).words,
    },
  }),
  return: ({ value }) => ({ verb: 'Return', object: { kind: 'answer', value } }),
  throw: giveUp,
  throwAgentError: giveUp,
  waitForPageToSettle: () => ({ verb: 'Wait until the page is still' }),
  takeObservation: () => ({ verb: 'Look at the page' }),
};

/** Tools that ask people. */
const TO_PEOPLE: Readonly<Record<string, string>> = {
  [HUMAN_TOOL.approve]: 'Ask a person to approve',
  [HUMAN_TOOL.takeOver]: 'Ask a person to take over',
};
