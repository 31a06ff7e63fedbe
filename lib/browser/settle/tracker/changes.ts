import type { TrackerKit } from './kit.ts';

/** What changes in a document. */
export interface ChangeLog {
  readonly newsAt: () => number;
  /** Whether what has changed since the action says that the page is at work. */
  readonly looksBusy: () => boolean;
  readonly beginAction: () => void;
  readonly isEmpty: () => boolean;
  readonly hasScripts: () => boolean;
  readonly observe: (root: Node) => void;
}

/** Follows the changes of a document; runs in the page, and must stand alone. */
export function trackChanges(kit: TrackerKit): ChangeLog {
  const BUSY =
    '[aria-busy="true"],progress,[role="progressbar"],[class*="loading" i],[class*="loader" i],[class*="spinner" i],[class*="skeleton" i],[id*="spinner" i],[id*="loading" i]';
  const WORDS =
    /(^|[^\w])(loading|please wait|one moment|working|processing|saving|sending|searching|fetching|computing|pending|in progress|laden|lädt|bitte warten|chargement|cargando|carregando|caricamento)([^\w]|$)|(…|\.\.\.)\s*$/i;
  const NO_WORK = /more|read|show|view|see|menu|search|browse|choose|select/i;
  const exec = kit.uncurry(RegExp.prototype.exec);
  const matches = kit.uncurry(Element.prototype.matches);
  const query = kit.uncurry(Element.prototype.querySelector);
  const queryDocument = kit.uncurry(Document.prototype.querySelector);
  const visible = kit.uncurry(Element.prototype.checkVisibility);
  const textOf = kit.getter(Node.prototype, 'textContent');
  const parentOf = kit.getter(Node.prototype, 'parentElement');
  const typeOf = kit.getter(Node.prototype, 'nodeType');
  const connected = kit.getter(Node.prototype, 'isConnected');
  const heightOf = kit.getter(Element.prototype, 'scrollHeight');
  const seen = new WeakMap<Node, { since: number; count: number }>();
  const getSeen = kit.uncurry(seen.get);
  const setSeen = kit.uncurry(seen.set);
  const MAX_CHANGED = 100;
  let newsAt = Number.NEGATIVE_INFINITY;
  let changed: Element[] = [];

  // An attribute that changes many times a second is an animation by script, not news.
  function isNews(record: MutationRecord): boolean {
    if (record.type !== 'attributes') return true;
    const before = getSeen(seen, record.target);
    if (before === undefined || kit.now() - before.since > 1000) {
      setSeen(seen, record.target, { since: kit.now(), count: 1 });
      return true;
    }
    before.count += 1;
    return before.count < 6;
  }

  function remember(node: Node | null | undefined): void {
    const element = typeOf?.(node) === 1 ? node : parentOf?.(node);
    if (element && changed.length < MAX_CHANGED) changed[changed.length] = element as Element;
  }

  const observer = new MutationObserver((records) => {
    kit.quietly(() => {
      // Changes are told of when the script that made them has ended.
      const isOld = kit.isOldRunning(2);
      kit.touch();
      for (let index = 0; index < records.length; index += 1) {
        const record = records[index];
        if (record === undefined || isOld || !isNews(record)) continue;
        newsAt = kit.now();
        if (record.type === 'childList') {
          const { addedNodes } = record;
          for (let at = 0; at < addedNodes.length && at < MAX_CHANGED; at += 1) remember(addedNodes[at]);
        } else remember(record.target);
      }
    });
  });
  const observeNode = kit.uncurry(observer.observe);
  const observe = (root: Node): void => {
    observeNode(observer, root, { subtree: true, childList: true, attributes: true, characterData: true });
  };

  function saysBusy(element: Element): boolean {
    if (connected?.(element) !== true || !visible(element)) return false;
    const busy = matches(element, BUSY) ? element : query(element, BUSY);
    if (busy !== null && visible(busy) && !isFull(busy)) return true;
    const text = `${textOf?.(element) ?? ''}`;
    return text.length < 80 && exec(WORDS, text) !== null && exec(NO_WORK, text) === null;
  }

  function isFull(element: Element): boolean {
    const { value, max } = element as Partial<HTMLProgressElement>;
    return typeof value === 'number' && typeof max === 'number' && value >= max;
  }

  return {
    newsAt: () => newsAt,
    looksBusy() {
      for (let index = 0; index < changed.length; index += 1) {
        const element = changed[index];
        if (element !== undefined && kit.quietly(() => saysBusy(element))) return true;
      }
      return false;
    },
    beginAction() {
      newsAt = Number.NEGATIVE_INFINITY;
      changed = [];
    },
    isEmpty: () =>
      kit.quietly(() => {
        const body = queryDocument(document, 'body');
        if (body === null) return true;
        if (query(body, 'img,svg,canvas,video,iframe,input,button,object,embed') !== null) return false;
        // Scripts have text, too, but no height.
        return exec(/\S/, `${textOf?.(body) ?? ''}`) === null || Number(heightOf?.(body)) === 0;
      }) ?? false,
    hasScripts: () => queryDocument(document, 'script:not([type*="json"])') !== null,
    observe,
  };
}
