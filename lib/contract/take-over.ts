/**
 * What a person's page and a session tell each other while the person has the browser, over a WebSocket. Each message is JSON of at most
 * {@link MAX_MESSAGE_BYTES}.
 */

/** A little less than the 32 KB that AgentCore passes on. @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
export const MAX_MESSAGE_BYTES = 31_000;

/** The reserved member of the first message, by which it is told from the payload of an invocation. */
export const TAKE_OVER_KEY = 'novaActTakeOver';

/** The first message of the page: `{ "novaActTakeOver": { … } }`. */
export interface TakeOverHello {
  readonly questionId: string;
  /** By which the desk knows the holder, whatever link that person has. */
  readonly claim: string;
}

/** What the session says. */
export type TakeOverNews =
  | { readonly type: 'ready' }
  | {
      /** A part of a picture, in order. The page says `shown` when it has drawn the last part; until then no more come than two pictures. */
      readonly type: 'frame';
      readonly frame: number;
      readonly part: number;
      readonly parts: number;
      /** JPEG, in base64; the parts are joined before they are decoded. */
      readonly data: string;
      /** What of the page the picture shows, in CSS pixels: what pointers are measured in. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'tabs'; readonly tabs: readonly TakeOverTab[] }
  /** An input was not taken; what is shown goes on. */
  | { readonly type: 'refused'; readonly message: string }
  /** The last one. */
  | { readonly type: 'end'; readonly reason: string };

export interface TakeOverTab {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly isShown: boolean;
}

/** What the page says after the hello. `modifiers` are those of CDP: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift, added. */
export type TakeOverInput =
  | { readonly type: 'shown'; readonly frame: number }
  | {
      readonly type: 'pointer';
      readonly event: 'move' | 'down' | 'up';
      readonly x: number;
      readonly y: number;
      readonly button: 'none' | 'left' | 'middle' | 'right';
      readonly clickCount: number;
      readonly modifiers: number;
    }
  | {
      readonly type: 'wheel';
      readonly x: number;
      readonly y: number;
      readonly deltaX: number;
      readonly deltaY: number;
      readonly modifiers: number;
    }
  | {
      readonly type: 'key';
      readonly event: 'down' | 'up';
      /** As `KeyboardEvent` has them. */
      readonly key: string;
      readonly code: string;
      readonly modifiers: number;
    }
  /** What is pasted, or comes from the keyboard of a telephone. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tab'; readonly id: string }
  | { readonly type: 'navigate'; readonly to: 'back' | 'forward' | 'reload' }
  /** The last one: the person has given back, or does not go on here. */
  | { readonly type: 'leave' };
