import { isRecord } from '../core/is-record.ts';
import { decodeAnswer, decodeText } from './decode-text.ts';
import type { BrowserAction, ClickType, DecodedCall, ScrollDirection, ServiceCall } from './types.ts';

/**
 * Reads a call of the service. A list of arguments is a browser action; named arguments are a browser action
 * or, when the name is not one of these, a tool of the user. Never throws: what cannot be read
 * comes back as `invalid` with a reason that the model can act on.
 */
export function decodeCall(call: ServiceCall): DecodedCall {
  const { callId, name, input } = call;
  const invalid = (reason: string): DecodedCall => ({ type: 'invalid', callId, name, reason });
  const alias = Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
  const form = Object.hasOwn(ACTIONS, alias) ? ACTIONS[alias] : undefined;
  if (form === undefined) {
    if (isRecord(input)) return { type: 'tool', callId, name, input };
    return invalid(`There is no action "${name}". The actions are: ${ACTION_NAMES.join(', ')}.`);
  }
  try {
    return { type: 'action', callId, action: form.build(argumentsOf({ form, name: alias, input })) };
  } catch (error) {
    if (error instanceof BadArguments) return invalid(`${error.message} Use ${form.usage}.`);
    throw error;
  }
}

const CLICK_TYPES: readonly ClickType[] = ['left', 'left-double', 'right'];
const DIRECTIONS: readonly ScrollDirection[] = ['up', 'down', 'left', 'right'];

/** What was wrong with a call's arguments. Thrown and caught in this file only. */
class BadArguments extends Error {}

/** Arguments by name; the positional form is brought into this form first. */
type Arguments = Readonly<Record<string, unknown>>;
type Positional = readonly unknown[];

interface ActionForm {
  readonly usage: string;
  /** Names the positional arguments. @throws BadArguments when their count is wrong. */
  readonly named: (input: Positional) => Arguments;
  readonly build: (input: Arguments) => BrowserAction;
}

const ACTIONS: Readonly<Record<string, ActionForm>> = {
  agentClick: {
    usage: 'agentClick(box, clickType?)',
    named: (input) => {
      const [box, second] = atLeast(input, 1);
      return isRecord(second) ? { box, clickType: second.clickType } : { box, clickType: second };
    },
    build: (input) => ({
      name: 'agentClick',
      box: text(input, 'box'),
      clickType: oneOf({
        value: pick(input, 'clickType', 'click_type') ?? 'left',
        name: 'clickType',
        allowed: CLICK_TYPES,
      }),
    }),
  },
  agentHover: {
    usage: 'agentHover(box)',
    named: (input) => ({ box: exactly(input, 1)[0] }),
    build: (input) => ({ name: 'agentHover', box: text(input, 'box') }),
  },
  agentScroll: {
    usage: 'agentScroll(direction, box)',
    named: (input) => {
      const [direction, box] = exactly(input, 2);
      return { direction, box };
    },
    build: (input) => ({
      name: 'agentScroll',
      direction: oneOf({ value: input.direction, name: 'direction', allowed: DIRECTIONS }),
      box: text(input, 'box'),
      distancePx: input.value == null ? undefined : notNegative(input.value, 'value'),
    }),
  },
  agentType: {
    usage: 'agentType(value, box, pressEnter?)',
    named: (input) => {
      const [value, box, third] = atLeast(input, 2);
      return { value, box, pressEnter: isRecord(third) ? third.pressEnter : third };
    },
    build: (input) => ({
      name: 'agentType',
      value: text(input, 'value', { allowNumber: true }),
      box: text(input, 'box'),
      pressEnter: flag(pick(input, 'pressEnter', 'press_enter'), 'pressEnter'),
    }),
  },
  goToUrl: {
    usage: 'goToUrl(url)',
    named: (input) => ({ url: atLeast(input, 1)[0] }),
    build: (input) => ({ name: 'goToUrl', url: text(input, 'url') }),
  },
  wait: {
    usage: 'wait(seconds)',
    named: (input) => ({ seconds: atLeast(input, 1)[0] }),
    build: (input) => ({ name: 'wait', seconds: notNegative(input.seconds, 'seconds') }),
  },
  think: {
    usage: 'think(value)',
    named: (input) => ({ value: atLeast(input, 1)[0] }),
    build: (input) => ({ name: 'think', value: text(input, 'value', { allowNumber: true }) }),
  },
  return: {
    usage: 'return(value)',
    // Anything but exactly one argument is an empty answer.
    named: (input) => ({ value: input.length === 1 ? input[0] : '' }),
    build: (input) => ({ name: 'return', value: input.value ?? null }),
  },
  throw: {
    usage: 'throw(value)',
    named: (input) => ({ value: atLeast(input, 1)[0] }),
    build: (input) => ({ name: 'throw', value: input.value ?? null }),
  },
  waitForPageToSettle: {
    usage: 'waitForPageToSettle()',
    named: () => ({}),
    build: () => ({ name: 'waitForPageToSettle' }),
  },
  takeObservation: {
    usage: 'takeObservation()',
    named: () => ({}),
    build: () => ({ name: 'takeObservation' }),
  },
};

/** The names of the actions of the browser. */
export const ACTION_NAMES: readonly string[] = Object.keys(ACTIONS);

/** Other names that the service uses for the same thing. */
const ALIASES: Readonly<Record<string, string>> = { throwAgentError: 'throw' };

function argumentsOf(given: { form: ActionForm; name: string; input: unknown }): Arguments {
  const { form, name, input } = given;
  if (isRecord(input)) return input;
  if (input !== undefined && input !== null && !Array.isArray(input)) {
    throw new BadArguments(`The arguments of ${name} must be a list, not ${kindOf(input)}.`);
  }
  const list: Positional = Array.isArray(input) ? input : [];
  const isAnswer = name === 'return' || name === 'throw';
  return form.named(list.map((value) => (isAnswer ? decodeAnswer(value) : decodeDeep(value))));
}

function decodeDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return decodeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_ARGUMENT_DEPTH)
    throw new BadArguments(`Arguments must not be nested more than ${MAX_ARGUMENT_DEPTH} levels deep.`);
  if (Array.isArray(value)) return value.map((item) => decodeDeep(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeDeep(inner, depth + 1)]));
}

/** Actions have flat ones. */
const MAX_ARGUMENT_DEPTH = 100;

function atLeast(input: Positional, count: number): Positional {
  if (input.length >= count) return input;
  throw new BadArguments(
    `Expected at least ${count} argument${count === 1 ? '' : 's'}, got ${input.length}.`,
  );
}

function exactly(input: Positional, count: number): Positional {
  if (input.length === count) return input;
  throw new BadArguments(`Expected exactly ${count} argument${count === 1 ? '' : 's'}, got ${input.length}.`);
}

function text(input: Arguments, name: string, options: { allowNumber?: boolean | undefined } = {}): string {
  const value = input[name];
  if (typeof value === 'string') return value;
  if (options.allowNumber && typeof value === 'number') return String(value);
  throw new BadArguments(`"${name}" must be a string, not ${kindOf(value)}.`);
}

function oneOf<T extends string>(given: { value: unknown; name: string; allowed: readonly T[] }): T {
  const found = given.allowed.find((allowed) => allowed === given.value);
  if (found !== undefined) return found;
  const shown = typeof given.value === 'string' ? `"${given.value}"` : kindOf(given.value);
  throw new BadArguments(`"${given.name}" must be one of ${given.allowed.join(', ')}, not ${shown}.`);
}

function flag(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw new BadArguments(`"${name}" must be true or false, not ${kindOf(value)}.`);
}

function notNegative(value: unknown, name: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
  const shown =
    typeof value === 'number' || typeof value === 'string' ? JSON.stringify(value) : kindOf(value);
  throw new BadArguments(`"${name}" must be a number that is not negative, not ${shown}.`);
}

function pick(input: Arguments, ...names: readonly string[]): unknown {
  return names.map((name) => input[name]).find((value) => value !== undefined);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
