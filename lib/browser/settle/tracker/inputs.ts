import type { CallLog } from './calls.ts';
import type { ChangeLog } from './changes.ts';
import type { TrackerKit } from './kit.ts';

/** What scripts of a page heard of the user. */
export interface InputLog {
  /** When a script last heard of the user's input. */
  readonly heardAt: () => number;
  /** When there was input, whether heard of or not. */
  readonly inputAt: () => number;
  /** Whether scripts of the page made shadow roots: what moves in there is not told of outside. */
  readonly hasShadows: () => boolean;
  readonly beginAction: () => void;
}

/**
 * Notes whether a script of the page hears what the user does: only then can an action have led to more than what the
 * browser does by itself. Runs in the page, and must stand alone.
 */
export function trackInputs(
  kit: TrackerKit,
  parts: { changes: ChangeLog; calls: CallLog; isLate: boolean },
): InputLog {
  // Moves of the pointer are left out: most that listen to them only decorate, and what they start is seen anyway.
  const TYPES = [
    'pointerdown',
    'pointerup',
    'mousedown',
    'mouseup',
    'click',
    'dblclick',
    'auxclick',
    'contextmenu',
    'keydown',
    'keypress',
    'keyup',
    'beforeinput',
    'input',
    'change',
    'submit',
    'reset',
    'toggle',
    'beforetoggle',
    'focus',
    'focusin',
    'blur',
    'focusout',
    'scroll',
    'scrollend',
    'wheel',
    'select',
    'cancel',
    'close',
    'command',
    'popstate',
    'hashchange',
    'drop',
    'dragstart',
    'paste',
    'copy',
    'touchstart',
    'touchend',
  ];
  const listening = new WeakMap<object, Record<string, true>>();
  const get = kit.uncurry(listening.get);
  const set = kit.uncurry(listening.set);
  const pathOf = kit.uncurry(Event.prototype.composedPath);
  const typeOf = kit.getter(Event.prototype, 'type');
  const attribute = kit.uncurry(Element.prototype.getAttribute);
  const exec = kit.uncurry(RegExp.prototype.exec);
  const typeOfNode = kit.getter(Node.prototype, 'nodeType');
  /** The type of a fragment, which of all fragments only these have events. */
  const SHADOW_ROOT = 11;
  let heardAt = Number.NEGATIVE_INFINITY;
  let inputAt = Number.NEGATIVE_INFINITY;
  let hasShadows = false;

  function noteListener(target: object, type: string): void {
    const types: Record<string, true> = get(listening, target) ?? { __proto__: null as never };
    types[type] = true;
    set(listening, target, types);
  }

  const handlers: Record<string, ((self: unknown) => unknown) | undefined> = { __proto__: null as never };
  for (let index = 0; index < TYPES.length; index += 1) {
    const type = `${TYPES[index]}`;
    handlers[type] = kit.getter(HTMLElement.prototype, `on${type}`);
  }

  function hears(target: EventTarget, type: string): boolean {
    const types = get(listening, target) as Record<string, true> | undefined;
    if (types?.[type] || types?.['*']) return true;
    if (target === window) return typeof Reflect.get(window, `on${type}`) === 'function';
    const node = typeOfNode?.(target);
    if (node !== 1 && node !== 9) return false;
    if (typeof kit.quietly(() => handlers[type]?.(target)) === 'function') return true;
    if (node !== 1 || type !== 'click') return false;
    // A link to a script is a handler by another name.
    const address = attribute(target, 'href') ?? attribute(target, 'formaction');
    return address !== null && exec(/^\s*javascript:/i, address) !== null;
  }

  kit.wrap(EventTarget.prototype, 'addEventListener', (self, args) => {
    const isPlaywrights = exec(/hitTargetInterceptor/i, kit.sourceOf(args[1])) !== null;
    if (!isPlaywrights) noteListener((self ?? window) as object, `${args[0]}`);
    return undefined;
  });
  kit.wrap(Element.prototype, 'attachShadow', () => ({
    after: (root) => {
      hasShadows = true;
      parts.changes.observe(root as Node);
      // The path of an event does not lead into a closed root.
      const { mode, host } = root as ShadowRoot;
      if (mode === 'closed') noteListener(host, '*');
    },
  }));

  function onInput(event: Event): void {
    kit.quietly(() => {
      kit.touch();
      // Loops of the page may make events of their own.
      if (kit.isOldRunning(0)) return;
      inputAt = kit.now();
      const type = `${typeOf?.(event)}`;
      const path = pathOf(event);
      // The last one is the window, which is no node.
      for (let at = 0; at < path.length - 1 && !hasShadows; at += 1)
        hasShadows = typeOfNode?.(path[at]) === SHADOW_ROOT;
      let isHeard = parts.isLate;
      for (let at = 0; at < path.length && !isHeard; at += 1) {
        const target = path[at];
        if (target !== undefined) isHeard = hears(target, type);
      }
      if (!isHeard) return;
      parts.calls.followAll();
      heardAt = inputAt;
    });
  }

  /** What listens already is not added twice; `document.open` takes all listeners away. */
  function listen(): void {
    for (let index = 0; index < TYPES.length; index += 1) kit.listen(window, `${TYPES[index]}`, onInput);
  }

  listen();
  return {
    heardAt: () => heardAt,
    inputAt: () => inputAt,
    hasShadows: () => hasShadows,
    beginAction() {
      listen();
      heardAt = Number.NEGATIVE_INFINITY;
      inputAt = Number.NEGATIVE_INFINITY;
    },
  };
}
