import type { InputLog } from './inputs.ts';
import type { TrackerKit } from './kit.ts';

/** Whether one would hear of all that could change how a document looks. */
export interface Plainness {
  readonly isPlain: () => boolean;
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
    'message',
    'storage',
    'mouseover',
    'mouseout',
    'selectionchange',
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
  /** Frames have surfaces of their own, videos a clock of their own, and what is drawn on a canvas leaves no trace in the document. */
  const UNHEARD = [
    'iframe',
    'frame',
    'fencedframe',
    'object',
    'embed',
    'video',
    'audio',
    'marquee',
    'canvas',
  ];
  /** Moving pictures have a clock of their own, too; those that are decoded beside the page are shown some frames later than the rest. */
  const BESIDE = '[decoding="async" i], [src*=".gif" i], [src^="data:image/gif" i]';
  const query = kit.uncurry(Document.prototype.querySelector);
  const listOf = kit.uncurry(Document.prototype.getElementsByTagName as (name: string) => HTMLCollection);
  const lengthOf = kit.getter(HTMLCollection.prototype, 'length');
  /** The browser remembers how long they are until the document changes: in a large one, a query takes milliseconds. */
  const lists: Record<string, HTMLCollection> = { __proto__: null as never };
  const ratioOf = kit.getter(window, 'devicePixelRatio');
  const fontsOf = kit.getter(Document.prototype, 'fonts');
  const statusOf = kit.getter(
    typeof FontFaceSet === 'undefined' ? undefined : FontFaceSet.prototype,
    'status',
  );
  const stateOf = kit.getter(Document.prototype, 'readyState');
  const rootOf = kit.getter(Document.prototype, 'documentElement');
  const heightOf = kit.getter(Element.prototype, 'scrollHeight');
  const highlights = kit.quietly(() => CSS.highlights);
  const sizeOf = kit.getter(
    typeof Highlight === 'undefined' ? undefined : HighlightRegistry.prototype,
    'size',
  );
  const shadowOf = kit.getter(Element.prototype, 'shadowRoot');
  const { touch } = kit;
  /** Whether the text of the document made shadow roots; not known before its end. */
  let declaresShadows: boolean | undefined;
  let hearsFonts = false;

  function listen(): void {
    for (let index = 0; index < TYPES.length; index += 1) kit.listen(window, `${TYPES[index]}`, touch);
    // That of a picture is not told to the window.
    kit.listen(document, 'load', touch);
  }

  function hasDeclared(): boolean {
    if (declaresShadows !== undefined) return declaresShadows;
    declaresShadows = false;
    const all = listOf(document, '*');
    const { length } = all;
    for (let index = 0; index < length && !declaresShadows; index += 1)
      declaresShadows = Boolean(shadowOf?.(all[index]));
    return declaresShadows;
  }

  // What else makes them of text.
  const noteRoots = (): undefined => {
    declaresShadows = true;
  };
  kit.wrap(Element.prototype, 'setHTMLUnsafe', noteRoots);
  kit.wrap(ShadowRoot.prototype, 'setHTMLUnsafe', noteRoots);
  kit.wrap(Document, 'parseHTMLUnsafe', noteRoots);

  function has(name: string): boolean {
    lists[name] ??= listOf(document, name);
    return lengthOf?.(lists[name]) !== 0;
  }

  function hasUnheard(): boolean {
    for (let index = 0; index < UNHEARD.length; index += 1) if (has(`${UNHEARD[index]}`)) return true;
    return (has('img') || has('image') || has('input')) && query(document, BESIDE) !== null;
  }

  listen();
  return {
    listen,
    isPlain() {
      // What is changed already is laid out now, so that the browser has counted it.
      heightOf?.(rootOf?.(document));
      const fonts = fontsOf?.(document);
      if (!hearsFonts) kit.listen(fonts as EventTarget, 'loading', touch);
      hearsFonts = true;
      return (
        // Pictures of other screens have to be scaled.
        ratioOf?.(window) === 1 &&
        !parts.isLate &&
        !parts.inputs.hasShadows() &&
        stateOf?.(document) !== 'loading' &&
        !hasDeclared() &&
        statusOf?.(fonts) === 'loaded' &&
        !hasUnheard() &&
        // Painted without a style of its own.
        !(Number(sizeOf?.(highlights)) > 0)
      );
    },
  };
}
