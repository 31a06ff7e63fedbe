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
  /**
   * Frames have surfaces of their own, videos and moving pictures a clock of their own, what is drawn on a canvas leaves no trace in the
   * document, and pictures that are decoded beside the page are shown some frames later than the rest.
   */
  const UNHEARD =
    'iframe, frame, fencedframe, object, embed, video, audio, marquee, canvas, [decoding="async" i], [src*=".gif" i], [src^="data:image/gif" i]';
  const query = kit.uncurry(Document.prototype.querySelector);
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
  const allOf = kit.uncurry(Document.prototype.getElementsByTagName as (name: string) => HTMLCollection);
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
    const all = allOf(document, '*');
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
        devicePixelRatio === 1 &&
        !parts.isLate &&
        !parts.inputs.hasShadows() &&
        stateOf?.(document) !== 'loading' &&
        !hasDeclared() &&
        statusOf?.(fonts) === 'loaded' &&
        query(document, UNHEARD) === null &&
        // Painted without a style of its own.
        !(Number(sizeOf?.(highlights)) > 0)
      );
    },
  };
}
