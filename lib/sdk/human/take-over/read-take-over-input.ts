import { MAX_MESSAGE_BYTES, type TakeOverInput } from '../../../contract/take-over.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';

/** Reads a message of a person's page. @returns what is wrong with it otherwise, in one sentence */
export function readTakeOverInput(text: string): TakeOverInput | { readonly problem: string } {
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES)
    return { problem: `A message has at most ${MAX_MESSAGE_BYTES} bytes.` };
  const message = parseJson(text);
  if (!isRecord(message) || typeof message.type !== 'string')
    return { problem: 'A message is a JSON object with a type.' };
  const { type, ...members } = message;
  const shape = Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined;
  if (shape === undefined)
    return { problem: `There are no messages of this type, but ${Object.keys(SHAPES).join(', ')}.` };
  const wrong = Object.keys({ ...shape, ...members }).find((name) => {
    const isRight = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return isRight === undefined || !isRight(members[name]);
  });
  if (wrong !== undefined)
    return { problem: `A message of type ${type} has a member that is missing, unknown or out of range.` };
  return toInput(message);
}

/** Members that have been checked. */
function toInput(message: Record<string, unknown>): TakeOverInput {
  return message as TakeOverInput;
}

type Check = (value: unknown) => boolean;

const within =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max;
const whole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && within(min, max)(value);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

/** In CSS pixels. */
const coordinate = within(-100, 20_000);
const distance = within(-20_000, 20_000);
/** All of CDP's together. */
const modifiers = whole(0, 15);

const SHAPES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  shown: { frame: whole(1, Number.MAX_SAFE_INTEGER) },
  pointer: {
    event: oneOf('move', 'down', 'up'),
    x: coordinate,
    y: coordinate,
    button: oneOf('none', 'left', 'middle', 'right'),
    clickCount: whole(0, 3),
    modifiers,
  },
  wheel: { x: coordinate, y: coordinate, deltaX: distance, deltaY: distance, modifiers },
  key: {
    event: oneOf('down', 'up'),
    // A character, with what is put on it, or a name.
    key: matching(/^(?:[^\p{Cc}]{1,8}|[A-Z][A-Za-z0-9]{0,31})$/u),
    code: matching(/^[A-Za-z0-9]{0,32}$/),
    modifiers,
  },
  text: { text: matching(/^[\s\S]{1,10000}$/) },
  tab: { id: matching(/^[0-9]{1,10}$/) },
  navigate: { to: oneOf('back', 'forward', 'reload') },
  leave: {},
} satisfies { readonly [Type in TakeOverInput['type']]: MembersOf<Type> };

type MembersOf<Type> = {
  readonly [Name in Exclude<keyof Extract<TakeOverInput, { readonly type: Type }>, 'type'>]: Check;
};
