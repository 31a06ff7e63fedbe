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
  /**
   * Frames have surfaces of their own, videos a clock of their own, and pictures that are decoded beside the page are shown some frames
   * later than the rest.
   */
  const UNHEARD = 'iframe, frame, fencedframe, object, embed, video, audio, marquee, [decoding="async" i]';
  const query = kit.uncurry(Document.prototype.querySelector);
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

  listen();
  return {
    listen,
    isPlain(hasCarriers) {
      const fonts = fontsOf?.(document);
      if (!hearsFonts) kit.listen(fonts as EventTarget, 'loading', touch);
      hearsFonts = true;
      return (
        // Pictures of other screens have to be scaled.
        devicePixelRatio === 1 &&
        !parts.isLate &&
        !parts.inputs.hasShadows() &&
        statusOf?.(fonts) === 'loaded' &&
        query(document, UNHEARD) === null &&
        // What a loop draws leaves no trace in the document.
        !(hasCarriers && query(document, 'canvas') !== null)
      );
    },
  };
}
