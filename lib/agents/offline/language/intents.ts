/** What a clause asks for. Made from words alone; the page is not looked at yet. */

import type { HumanRequestKind } from '../../../contract/progress.ts';

/** Kinds of things on a page that people name. */
export type Role =
  | 'link'
  | 'button'
  | 'tab'
  | 'checkbox'
  | 'radio'
  | 'option'
  | 'field'
  | 'select'
  | 'image'
  | 'heading'
  | 'row'
  | 'cell'
  | 'table'
  | 'list'
  | 'item'
  | 'section'
  | 'text';

/** A thing on the page as the prompt describes it: "the second 'Buy' button in the footer". */
export type Target = {
  /** The words that name it, without determiner, ordinal and role; may be empty ("the first link"). */
  readonly text: string;
  /** The same with ordinal and role words, since a label may contain them ("First name"). */
  readonly fullText: string;
  readonly quoted: boolean;
  readonly role: Role | null;
  /** The noun the user used for it, such as `product`. */
  readonly noun: string | null;
  /** 1 is the first, -1 the last. */
  readonly ordinal: number | null;
  /** Choose by value: the cheapest, the best rated. */
  readonly extreme: Extreme | null;
  readonly within: Target | null;
};

export type Extreme = { readonly of: 'price' | 'rating'; readonly pick: 'lowest' | 'highest' };

export type Query =
  | { readonly kind: 'heading' }
  | { readonly kind: 'title' }
  | { readonly kind: 'url' }
  | { readonly kind: 'text'; readonly target: Target }
  /** "the price of the first product", "the confirmation number" */
  | {
      readonly kind: 'value';
      /** All of it, since labels contain "of" too ("Date of birth"). */
      readonly phrase: string;
      readonly attributes: readonly string[];
      readonly of: Target | null;
    }
  | { readonly kind: 'count'; readonly target: Target }
  | { readonly kind: 'exists'; readonly target: Target; readonly negated: boolean }
  | { readonly kind: 'state'; readonly target: Target; readonly state: FieldState; readonly negated: boolean }
  /** "the names and prices of all products", "all rows" */
  | {
      readonly kind: 'collect';
      readonly attributes: readonly string[];
      readonly noun: string;
      /** Only so many; negative: the last ones. */
      readonly limit: number | null;
      readonly within: Target | null;
    };

export type FieldState = 'checked' | 'disabled' | 'enabled' | 'empty' | 'required' | 'expanded' | 'visible';

export type Direction = 'up' | 'down' | 'left' | 'right';

export type Intent =
  | { readonly kind: 'goto'; readonly url: string }
  | { readonly kind: 'back' }
  | {
      readonly kind: 'click';
      readonly target: Target;
      readonly clickType: 'left' | 'left-double' | 'right';
      /** "Select the cheapest flight": of the controls of an item, the one that is called so. */
      readonly verb?: string | undefined;
    }
  | { readonly kind: 'hover'; readonly target: Target }
  | { readonly kind: 'fill'; readonly target: Target; readonly value: string; readonly pressEnter: boolean }
  | { readonly kind: 'search'; readonly value: string; readonly target: Target | null }
  | { readonly kind: 'select'; readonly option: Target; readonly target: Target | null }
  | { readonly kind: 'check'; readonly target: Target; readonly checked: boolean }
  | { readonly kind: 'submit'; readonly target: Target | null }
  | { readonly kind: 'scroll'; readonly direction: Direction }
  | { readonly kind: 'scroll-end'; readonly direction: 'up' | 'down' }
  | { readonly kind: 'scroll-until'; readonly direction: 'up' | 'down' | null; readonly target: Target }
  /** Asks a person. */
  | { readonly kind: 'ask'; readonly of: HumanRequestKind; readonly message: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'wait-for'; readonly target: Target }
  | { readonly kind: 'verify'; readonly query: Query }
  | { readonly kind: 'query'; readonly query: Query };

/** One understood clause, with the user's own words for messages. */
export type Clause = { readonly words: string; readonly intent: Intent };
