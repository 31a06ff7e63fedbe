import type { Frame } from 'playwright-core';
import { messageOf } from '../core/errors.ts';
import { type DomReader, domReader } from './dom-reader.ts';
import { PageFrame, type ScriptOptions } from './frames/page-frame.ts';

/** A function that is sent to the page as text: it must not use anything from outside itself. */
export type PageScript<A, R> = (argument: A, dom: DomReader) => R | Promise<R>;

/**
 * Runs a self-contained function in a frame, in a world of our own; argument and result are JSON. The result travels as one
 * text, which for large results is many times faster than as an object.
 */
export async function runInFrame<A, R>(
  frame: ScriptFrame,
  script: PageScript<A, R>,
  argument: A,
): Promise<R> {
  return await runForJson(frame, scriptText(script, argument));
}

/** A frame for scripts. Of Playwright's frames, only those that fill a tab can be found among the browser's. */
export type ScriptFrame = PageFrame | Frame;

/** Runs an expression in a world of our own; its value, or what it promises, is JSON. */
export async function runForJson<R>(
  frame: ScriptFrame,
  expression: string,
  options?: ScriptOptions,
): Promise<R> {
  const text = `(async () => JSON.stringify(await ${expression}) ?? 'null')()`;
  const json = await frameOf(frame).evaluate(text, options);
  const result: R = JSON.parse(json);
  return result;
}

function frameOf(frame: ScriptFrame): PageFrame {
  if (frame instanceof PageFrame) return frame;
  if (frame.parentFrame() !== null)
    throw new TypeError('Scripts are run in frames inside a page by the frames that locate() finds.');
  return PageFrame.main(frame.page());
}

/** The text that runs `script` in a page. */
export function scriptText<A, R>(script: PageScript<A, R>, argument: A): string {
  return standalone(`(${script})(${JSON.stringify(argument) ?? 'undefined'}, (${domReader})())`);
}

const probe = (): unknown => {
  const inner = (): number => 0;
  return inner;
};

/**
 * Compilers that keep function names wrap inner functions in a helper of the bundle, which a page does not have. The text
 * of a function tells what the helper is called here: `__name`, or anything after minifying.
 */
const NAME_HELPER = /([\w$]+)\(\(\)\s*=>\s*0/.exec(String(probe))?.[1] ?? '__name';

/** Makes an expression of page functions independent of the compiler. */
export function standalone(expression: string): string {
  return `((${NAME_HELPER}) => ${expression})((named) => named)`;
}

/** Whether a script, or a picture, failed only because the page navigated away under it. */
export function isNavigationError(error: unknown): boolean {
  return /context was destroyed|Cannot find context|frame was detached|Not attached to an active page|navigat/i.test(
    messageOf(error),
  );
}

/** Whether the tab, the browser or the connection to it is gone. */
export function isClosedError(error: unknown): boolean {
  return /has been closed|Target closed|Target crashed|Page crashed|Connection closed|Session closed|No target with given id|no object with guid/i.test(
    messageOf(error),
  );
}
