/**
 * A kind of page that one may act on: what is done, and how to tell whether what it leads to is there. The page and its
 * files are served by `kind-server.ts`.
 */
export interface Kind {
  /** In kebab-case; also the folder that it is served from. */
  readonly name: string;
  /** Where the page is, on the server. */
  readonly path: string;
  readonly action: KindAction;
  /** By path below the kind's folder; `''` is the page. The extension says what it is, and `?ms=N` delays it. */
  readonly files: Readonly<Record<string, string>>;
  /** An expression that is true in a frame of the page once that shows what the action led to. */
  readonly fresh: string;
  /** Nothing is to come, or it never ends: all that matters is that settling ends soon, with the page in sight. */
  readonly isNoise: boolean;
}

export type KindAction =
  /** Loading the page is what is measured. */
  | { readonly name: 'load' }
  | { readonly name: 'click'; readonly target: string }
  | { readonly name: 'scroll'; readonly target: string }
  | { readonly name: 'type'; readonly target: string; readonly text: string };

export interface KindOptions {
  /** Has `go` (a button), `out` (a paragraph), `other` (the same server as another origin) and `wait(ms)`. */
  readonly script?: string;
  /** Comes after the button and the paragraph. */
  readonly body?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** @default the page made of script and body */
  readonly path?: string;
  /** @default a click on the button */
  readonly action?: KindAction;
  /** @default the paragraph says "done" */
  readonly fresh?: string;
}

/** A page on which something is still to come after the action. */
export function kind(name: string, options: KindOptions): Kind {
  const { script = '', body = '', files = {} } = options;
  return {
    name,
    path: options.path ?? `/${name}/`,
    action: options.action ?? { name: 'click', target: '#go' },
    files: { '': pageOf(name, { script, body }), ...files },
    fresh: options.fresh ?? SAYS_DONE,
    isNoise: false,
  };
}

/** A page on which nothing is to come: it is at rest, or never is. */
export function noise(name: string, options: KindOptions): Kind {
  return { ...kind(name, options), fresh: options.fresh ?? 'true', isNoise: true };
}

/** A page with the usual parts, for files of a kind that are pages, too. */
export function pageOf(title: string, { script = '', body = '' }: KindOptions): string {
  return `<!doctype html><html lang=en><meta charset=utf-8><title>${title}</title>
<style>body { font: 16px sans-serif } #go { width: 120px; height: 40px; display: block }</style>
<button id=go>Go</button><p id=out>waiting</p>
${body}
<script>
const go = document.querySelector('#go');
const out = document.querySelector('#out');
const other = 'http://localhost:' + location.port;
const wait = (ms) => new Promise((then) => setTimeout(then, ms));
${script}
</script>`;
}

const SAYS_DONE = `document.querySelector('#out')?.textContent.includes('done') === true`;
