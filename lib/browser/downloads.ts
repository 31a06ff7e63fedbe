import { EventEmitter, once } from 'node:events';
import type { BrowserContext, Download, Page } from 'playwright-core';
import type { PageNews } from '../contract/page-news.ts';
import { settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { safeFileName } from '../core/file-name.ts';
import { visibleLine } from '../core/visible.ts';
import { withoutCredentials } from '../core/without-credentials.ts';
import { type Cleanup, listen } from './cleanup.ts';
import type { BrokenDownload, CompleteDownload, DownloadFacts, PageDownload } from './download-record.ts';
import type { DownloadsFolder } from './downloads-folder.ts';
import { ActuationError } from './errors.ts';
import { saveDownload } from './save-download.ts';

/** Saves whatever the tabs of a browser download, and tells of it. */
export class Downloads {
  readonly #context: BrowserContext;
  readonly #folder: DownloadsFolder;
  readonly #tell: (news: PageNews) => void;
  readonly #entries: Entry[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #hasEnded = false;

  constructor(given: {
    readonly context: BrowserContext;
    /** Whose downloads are saved. */
    readonly owns: (page: Page) => boolean;
    readonly cleanup: Cleanup | undefined;
    readonly folder: DownloadsFolder;
    readonly tell: (news: PageNews) => void;
  }) {
    const { context, owns, cleanup } = given;
    this.#context = context;
    this.#folder = given.folder;
    this.#tell = given.tell;
    const onDownload = (download: Download): void => {
      if (owns(download.page())) this.#begin(download);
    };
    listen(cleanup, (verb) => context[verb]('download', onDownload));
    const removeFolder = (): void => this.#folder.remove();
    cleanup?.defer(removeFolder);
    listen(cleanup, (verb) => context[verb]('close', removeFolder));
    listen(cleanup, (verb) => context.browser()?.[verb]('disconnected', removeFolder));
  }

  /** Newest last. */
  list(): readonly PageDownload[] {
    return this.#entries.map(({ record }) => record);
  }

  /**
   * Gives each download once, when it is complete, oldest first.
   * @throws ActuationError when it brought no file, or none came in time.
   */
  async next(wait: DownloadWait): Promise<CompleteDownload> {
    const limits = limitsOf(wait);
    let entry = this.#nextUntaken();
    while (entry === undefined) {
      await this.#change(limits);
      entry = this.#nextUntaken();
    }
    entry.isTaken = true;
    try {
      while (entry.record.state === 'in progress') await this.#change(limits);
    } catch (error) {
      // Nobody got it, so that another call may.
      entry.isTaken = false;
      throw error;
    }
    const { record } = entry;
    if (record.state === 'complete') return record;
    throw new ActuationError(`The download of ${nameOf(record)} brought no file: ${record.error}.`);
  }

  /** Waits until nothing is being downloaded. @throws ActuationError when that takes too long. */
  async all(wait: DownloadWait): Promise<readonly PageDownload[]> {
    const limits = limitsOf(wait);
    while (this.#underWay().length > 0) await this.#change(limits);
    return this.list();
  }

  /** Waits a moment for each that has begun: most are there at once, and are told with what led to them. */
  async settle(): Promise<void> {
    const begun = this.#entries.filter(({ isAwaited }) => !isAwaited);
    for (const entry of begun) entry.isAwaited = true;
    if (begun.length > 0) await settles(Promise.all(begun.map(({ saving }) => saving)), SETTLE_MS);
  }

  /** Waits a little for what is under way, and cancels what is not there then. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await settles(Promise.all(this.#underWay().map(({ saving }) => saving)), END_WAIT_MS);
    const late = this.#underWay();
    for (const entry of late)
      this.#over(entry, { state: 'canceled', error: 'the session was closed before it was complete' });
    const canceling = late.map(({ download }) => download.cancel().catch(() => {}));
    await settles(Promise.all(canceling), CANCEL_WAIT_MS);
    this.#changes.emit('change');
  }

  #begin(download: Download): void {
    if (this.#hasEnded) return;
    const record: PageDownload = {
      state: 'in progress',
      suggestedName: download.suggestedFilename(),
      url: withoutCredentials(download.url()),
    };
    const saving = this.#save(download);
    const entry: Entry = { download, record, saving, isTaken: false, isAwaited: false };
    this.#entries.push(entry);
    this.#changes.emit('change');
    void saving.then((outcome) => this.#over(entry, outcome));
    // Most are there at once, which is said in one sentence.
    void settles(saving, SLOW_MS).then((isOver) => {
      if (!isOver && entry.record.state === 'in progress') this.#tell(newsOf(entry.record));
    });
  }

  #over(entry: Entry, outcome: Outcome): void {
    if (entry.record.state !== 'in progress') return;
    const { suggestedName, url } = entry.record;
    entry.record = { ...outcome, suggestedName, url };
    this.#tell(newsOf(entry.record));
    this.#changes.emit('change');
  }

  async #save(download: Download): Promise<Outcome> {
    try {
      const folder = this.#folder.path();
      return { state: 'complete', ...(await saveDownload({ download, context: this.#context, folder })) };
    } catch (error) {
      // The browser's word for whatever ends before the end of the file.
      const isBroken = (await download.failure().catch(() => null)) === 'canceled';
      return { state: 'failed', error: isBroken ? BROKEN_OFF : firstLine(messageOf(error)) };
    }
  }

  #underWay(): readonly Entry[] {
    return this.#entries.filter(({ record }) => record.state === 'in progress');
  }

  #nextUntaken(): Entry | undefined {
    return this.#entries.find(({ isTaken }) => !isTaken);
  }

  async #change({ limit, signal, timeoutMs }: Limits): Promise<void> {
    if (this.#hasEnded) throw new ActuationError('There is no download: the session was closed.');
    const both = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    try {
      await once(this.#changes, 'change', { signal: both });
    } catch {
      signal?.throwIfAborted();
      throw new ActuationError(`There was no complete download within ${timeoutMs / 1000} s.`);
    }
  }
}

/** How long, and until when, a download is waited for. */
export interface DownloadWait {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Limits extends DownloadWait {
  readonly limit: AbortSignal;
}

interface Entry {
  readonly download: Download;
  readonly saving: Promise<Outcome>;
  record: PageDownload;
  isTaken: boolean;
  /** A step has waited for it. */
  isAwaited: boolean;
}

/** What became of a download. */
type Outcome = Omit<CompleteDownload, keyof DownloadFacts> | Omit<BrokenDownload, keyof DownloadFacts>;

/** What takes longer is told when it begins, too. */
const SLOW_MS = 1_000;
/** How long a download may hold up a step. */
const SETTLE_MS = 250;
/** How long downloads may hold up the end of a session. */
const END_WAIT_MS = 2_000;
const CANCEL_WAIT_MS = 1_000;

function limitsOf(wait: DownloadWait): Limits {
  return { ...wait, limit: AbortSignal.timeout(wait.timeoutMs) };
}

function newsOf(record: PageDownload): PageNews {
  const size = record.state === 'complete' ? ` (${inUnits(record.sizeBytes)})` : '';
  const what = OUTCOMES[record.state];
  const why = 'error' in record ? `: ${record.error}` : '';
  return {
    kind: 'download',
    text: `The download of ${nameOf(record)} ${what}${size}${why}.`,
    summary: `A download ${what}${size}.`,
  };
}

const BROKEN_OFF = 'it broke off, or was canceled in the browser';

const OUTCOMES = {
  'in progress': 'has begun, and goes on',
  complete: 'is complete',
  failed: 'failed',
  canceled: 'was canceled',
} as const;

function nameOf(record: PageDownload): string {
  return `"${'fileName' in record ? record.fileName : visibleLine(safeFileName(record.suggestedName))}"`;
}

function inUnits(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/^download\.\w+: /, '').slice(0, MAX_REASON_LENGTH);
}

const MAX_REASON_LENGTH = 300;
