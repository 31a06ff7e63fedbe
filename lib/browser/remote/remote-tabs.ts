import type { BrowserContext, Page } from 'playwright-core';
import type { TakeOverTab } from '../../contract/take-over.ts';
import { within } from '../../core/async.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';

/** The tabs of a session, as a person sees them: one is shown, which is the newest until another one is chosen or opens. */
export class RemoteTabs implements Disposable {
  readonly #given: RemoteTabsOptions;
  readonly #context: BrowserContext;
  readonly #ids = new WeakMap<Page, string>();
  readonly #watched = new Set<Page>();
  /** Those that were shown, the newest last. */
  #history: Page[] = [];
  #known: readonly Page[] = [];
  #count = 0;
  #inView: Page | undefined;
  #told = '';
  #timer: NodeJS.Timeout | undefined;
  #isTelling = false;
  #isOld = false;
  #isOver = false;

  constructor(given: RemoteTabsOptions) {
    this.#given = given;
    this.#context = given.page.context();
    this.#history = [given.page];
    this.#known = given.pages();
    this.#context.on('page', this.#change);
    this.#look();
  }

  get shown(): Page | undefined {
    return this.#history.at(-1);
  }

  /** @returns whether there is such a tab */
  choose(id: string): boolean {
    const page = this.#given.pages().find((each) => this.#ids.get(each) === id);
    if (page === undefined) return false;
    this.#show(page);
    return true;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#context.off('page', this.#change);
    for (const page of this.#watched) this.#watch(page, 'off');
  }

  /** Pages change many things at a time. */
  readonly #change = (): void => {
    if (this.#isOver) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, LOOK_MS);
  };

  #look(): void {
    const pages = this.#given.pages();
    for (const page of pages) if (!this.#watched.has(page)) this.#watch(page, 'on');
    const opened = pages.findLast((page) => !this.#known.includes(page));
    this.#known = pages;
    this.#history = this.#history.filter((page) => pages.includes(page));
    const now = opened ?? this.shown ?? pages.at(-1);
    if (now !== undefined && now !== this.#inView) this.#show(now);
    else this.#tell();
    if (now !== undefined || this.#inView === undefined) return;
    this.#inView = undefined;
    this.#given.onNone();
  }

  #show(page: Page): void {
    this.#history = [...this.#history.filter((each) => each !== page), page];
    this.#inView = page;
    this.#given.onShown(page);
    this.#tell();
  }

  #watch(page: Page, verb: 'on' | 'off'): void {
    if (verb === 'on') this.#watched.add(page);
    page[verb]('close', this.#change);
    page[verb]('domcontentloaded', this.#change);
    page[verb]('load', this.#change);
    page[verb]('framenavigated', this.#change);
  }

  #tell(): void {
    this.#isOld = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#isOld = false;
    void this.#list().then((tabs) => {
      this.#isTelling = false;
      if (this.#isOver) return;
      if (this.#isOld) this.#tell();
      const told = JSON.stringify(tabs);
      if (told === this.#told) return;
      this.#told = told;
      this.#given.onTabs(tabs);
    });
  }

  async #list(): Promise<readonly TakeOverTab[]> {
    const pages = this.#given.pages().slice(-MAX_TABS);
    const titles = await Promise.all(pages.map(titleOf));
    return pages.map((page, index) => ({
      id: this.#idOf(page),
      title: cutTo(titles[index] ?? '', MAX_SHOWN_TITLE),
      address: cutTo(withoutCredentials(page.url()), MAX_SHOWN_ADDRESS),
      isShown: page === this.shown,
    }));
  }

  #idOf(page: Page): string {
    const known = this.#ids.get(page);
    if (known !== undefined) return known;
    this.#count += 1;
    const id = String(this.#count);
    this.#ids.set(page, id);
    return id;
  }
}

interface RemoteTabsOptions {
  /** Which is shown first. */
  readonly page: Page;
  /** Those that are open, in their order. */
  readonly pages: () => readonly Page[];
  readonly onShown: (page: Page) => void;
  /** The last one has closed. */
  readonly onNone: () => void;
  readonly onTabs: (tabs: readonly TakeOverTab[]) => void;
}

/** A page that does not answer has none. */
async function titleOf(page: Page): Promise<string> {
  return await within({ work: page.title(), timeoutMs: TITLE_MS, fallback: '' }).catch(() => '');
}

function cutTo(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

const LOOK_MS = 50;
const TITLE_MS = 500;
/** All of them are one message. */
const MAX_TABS = 20;
const MAX_SHOWN_TITLE = 100;
const MAX_SHOWN_ADDRESS = 200;
