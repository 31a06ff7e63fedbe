import type { InputLog } from './inputs.ts';
import type { TrackerKit } from './kit.ts';

/** Whether one would hear of all that could change how a document looks. */
export interface Plainness {
  readonly isPlain: (hasCarriers: boolean) => boolean;
  /** Once more, since `document.open` takes all listeners away. */
  readonly listen: () => void;
}

/**
 * Counts what changes pixels without a script or a change of the document, and knows what does so unheard. Runs in the page,
 * and must stand alone.
 */
export function trackPlainness(kit: TrackerKit, parts: { inputs: InputLog; isLate: boolean }): Plainness {
  const TYPES = [
    'load',
    'error',
    'resize',
    'fullscreenchange',
    'visibilitychange',
    'transitionrun',
    'transitionend',
    'transitioncancel',
    'animationstart',
    'animationend',
    'animationcancel',
  ];
  /** Frames have surfaces of their own, videos a clock of their own. */
  const UNHEARD = ['iframe', 'frame', 'fencedframe', 'object', 'embed', 'video', 'audio', 'marquee'];
  /** Pictures that are decoded beside the page are shown some frames later than the rest. */
  const BESIDE = 'img[decoding="async" i], image[decoding="async" i]';
  const query = kit.uncurry(Document.prototype.querySelector);
  const listOf = kit.uncurry(Document.prototype.getElementsByTagName as (name: string) => object);
  const lengthOf = kit.getter(HTMLCollection.prototype, 'length');
  /** The browser remembers how long they are until the document changes: in a large one, a query takes milliseconds. */
  const lists: Record<string, object> = { __proto__: null as never };
  const ratioOf = kit.getter(window, 'devicePixelRatio');
  const fontsOf = kit.getter(Document.prototype, 'fonts');
  const statusOf = kit.getter(
    typeof FontFaceSet === 'undefined' ? undefined : FontFaceSet.prototype,
    'status',
  );
  const { touch } = kit;
  let hearsFonts = false;

  function listen(): void {
    for (let index = 0; index < TYPES.length; index += 1) kit.listen(window, `${TYPES[index]}`, touch);
  }

  function has(name: string): boolean {
    lists[name] ??= listOf(document, name);
    return lengthOf?.(lists[name]) !== 0;
  }

  function hasUnheard(): boolean {
    for (let index = 0; index < UNHEARD.length; index += 1) if (has(`${UNHEARD[index]}`)) return true;
    return (has('img') || has('image')) && query(document, BESIDE) !== null;
  }

  listen();
  return {
    listen,
    isPlain(hasCarriers) {
      const fonts = fontsOf?.(document);
      if (!hearsFonts) kit.listen(fonts as EventTarget, 'loading', touch);
      hearsFonts = true;
      return (
        // Pictures of other screens have to be scaled.
        ratioOf?.(window) === 1 &&
        !parts.isLate &&
        !parts.inputs.hasShadows() &&
        statusOf?.(fonts) === 'loaded' &&
        !hasUnheard() &&
        // What a loop draws leaves no trace in the document.
        !(hasCarriers && has('canvas'))
      );
    },
  };
}
