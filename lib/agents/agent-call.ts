import { encodeAnswer, encodeText } from '../browser/encode-text.ts';
import type { ClickType, Rect, ScrollDirection } from '../browser/index.ts';
import type { ActionCall, ToolCall } from './agent.ts';

/**
 * Makes the calls of a step, so that an agent's author need not know their form on the wire. A box is where on the page
 * something is, in CSS pixels: as `observation.idToBboxMap` and Playwright's `boundingBox()` give it. Text arrives as it
 * stands, backslashes and all, but for control sequences of terminals, which clients drop.
 *
 * @example
 * ```ts
 * [agentCall.type('red shoes', { x: 100, y: 20, width: 300, height: 40 }, { pressEnter: true }), agentCall.settle()]
 * ```
 */
export const agentCall = {
  click: (box: Rect, clickType: ClickType = 'left') => action('agentClick', boxText(box), clickType),
  hover: (box: Rect) => action('agentHover', boxText(box)),
  scroll: (direction: ScrollDirection, box: Rect) => action('agentScroll', direction, boxText(box)),
  /** Replaces what is in a field. */
  type: (text: string, box: Rect, { pressEnter = false }: { readonly pressEnter?: boolean } = {}) =>
    action('agentType', text, boxText(box), pressEnter),
  goToUrl: (url: string) => action('goToUrl', url),
  wait: (seconds: number) => action('wait', seconds),
  /** Words that are kept with the step and do nothing. */
  think: (text: string) => action('think', text),
  /** Waits until the page is still. */
  settle: () => action('waitForPageToSettle'),
  /** Looks at the page for the next step. A step that does not look is completed by a look. */
  look: () => action('takeObservation'),
  /** Ends the act with an answer: text, or JSON text when the act has a schema. */
  return: (value?: unknown) => action('return', value),
  /** Ends the act with a reason; the workflow gets ActAgentFailed. */
  throw: (reason: string) => action('throw', reason),
  /** Calls a tool of the workflow. */
  tool: (name: string, input: Readonly<Record<string, unknown>>): ToolCall => ({ name, input }),
} as const;

function action(name: string, ...input: readonly unknown[]): ActionCall {
  // Clients undo escapes in arguments.
  const encode = name === 'return' || name === 'throw' ? encodeAnswer : encodeText;
  return { name, input: input.map((value) => (typeof value === 'string' ? encode(value) : value)) };
}

function boxText({ x, y, width, height }: Rect): string {
  return `<box>${y},${x},${y + height},${x + width}</box>`;
}
