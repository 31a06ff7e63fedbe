import { createHash } from 'node:crypto';
import { imageSize } from '../../browser/index.ts';
import { abortable } from '../../core/async.ts';
import type { ActPlace } from '../paths.ts';
import type { Picture, RunSource } from '../run-source.ts';
import {
  AROUND_PICTURE_BYTES,
  bytesInDataUrl,
  byWorth,
  dataUrlBytes,
  type PicturePlace,
  picturesThatFit,
} from './picture-budget.ts';
import { PICTURE_LACKS, type PictureLack } from './picture-lacks.ts';
import { PictureScaler } from './picture-scaler.ts';
import { Turns } from './turns.ts';

/**
 * The pictures of a run for a file with limited room, the most telling ones first; what does not fit is made smaller by the
 * browser of this machine, or left out. Never fails and never takes much longer than its limit: what is missing then is told.
 */
export async function reportPictures(options: ReportPicturesOptions): Promise<ReportPictures> {
  const { acts, roomBytes, timeoutMs = TIMEOUT_MS } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const places = byWorth(acts.map(({ steps, isFailed }) => ({ stepCount: steps.length, isFailed }))).filter(
    ({ act, step }) => acts[act]?.steps[step]?.hasPicture === true,
  );
  const chosen = places.slice(0, picturesThatFit(roomBytes));
  const collected = new CollectedPictures(roomBytes - chosen.length * AROUND_PICTURE_BYTES);
  for (const { act, step } of places.slice(chosen.length)) collected.lack({ act, step }, 'noRoom');
  await using scaling = new Scaling(signal, options.startScaler ?? PictureScaler.start);
  const ahead = readAhead(options, chosen);
  for (const [index, place] of chosen.entries()) {
    const picture = await abortable(ahead(index), signal).catch(() => 'late' as const);
    await collected.add({ place, picture, shareBytes: collected.left / (chosen.length - index), scaling });
  }
  return collected;
}

/** What a report needs of the pictures of a run. */
export interface ReportPictures {
  /** Each picture once, by its id in the file. */
  readonly sheet: ReadonlyMap<string, Picture>;
  /** The id of the picture of a step, or why it has none. */
  of(place: PicturePlace): { readonly id: string } | { readonly lack: PictureLack } | undefined;
  /** How many steps have no picture for this reason. */
  count(lack: PictureLack): number;
}

export interface ReportPicturesOptions {
  readonly source: Pick<RunSource, 'picture'>;
  readonly acts: readonly ActWithPictures[];
  readonly roomBytes: number;
  /** @default 20000 */
  readonly timeoutMs?: number | undefined;
  /** @default {@link PictureScaler.start} */
  readonly startScaler?: typeof PictureScaler.start | undefined;
}

export interface ActWithPictures {
  readonly place: ActPlace;
  readonly isFailed: boolean;
  readonly steps: readonly { readonly number: number; readonly hasPicture: boolean }[];
}

const TIMEOUT_MS = 20_000;
/** So many pictures are read while others are made smaller: those of AWS come from far away. */
const AHEAD = 6;
/** However many reports are asked for at once: a browser takes a lot of memory. */
const browsers = new Turns();

class CollectedPictures implements ReportPictures {
  readonly sheet = new Map<string, Picture>();
  /** Room that is left. */
  left: number;
  readonly #known = new Map<string, string | PictureLack>();
  readonly #steps = new Map<string, string | PictureLack>();

  constructor(roomBytes: number) {
    this.left = roomBytes;
  }

  async add(options: {
    readonly place: PicturePlace;
    readonly picture: Picture | 'late' | undefined;
    readonly shareBytes: number;
    readonly scaling: Scaling;
  }): Promise<void> {
    const { place, picture, shareBytes, scaling } = options;
    if (picture === undefined || picture === 'late') return this.lack(place, picture ?? 'gone');
    const hash = createHash('sha256').update(picture.bytes).digest('hex');
    const known = this.#known.get(hash) ?? (await this.#embed(picture, shareBytes, scaling));
    this.#known.set(hash, known);
    this.#steps.set(keyOf(place), known);
  }

  lack(place: PicturePlace, lack: PictureLack): void {
    this.#steps.set(keyOf(place), lack);
  }

  of(place: PicturePlace): ReturnType<ReportPictures['of']> {
    const found = this.#steps.get(keyOf(place));
    if (found === undefined) return undefined;
    return isLack(found) ? { lack: found } : { id: found };
  }

  count(lack: PictureLack): number {
    return [...this.#steps.values()].filter((found) => found === lack).length;
  }

  async #embed(picture: Picture, shareBytes: number, scaling: Scaling): Promise<string | PictureLack> {
    const { bytes } = picture;
    const size = dataUrlBytes(bytes.length);
    const fits = size <= shareBytes;
    const scaled = fits ? picture : await scaling.scale(picture, bytesInDataUrl(shareBytes));
    // Without a browser the first ones stay as they are, as long as there is room.
    if (scaled === 'noBrowser' && size <= this.left) return this.#put(picture);
    return isLack(scaled) ? scaled : this.#put(scaled);
  }

  #put(picture: Picture): string | PictureLack {
    if (isBroken(picture)) return 'broken';
    const id = `picture-${this.sheet.size + 1}`;
    this.sheet.set(id, picture);
    this.left -= dataUrlBytes(picture.bytes.length);
    return id;
  }
}

/** The browser for one report: started when it is first needed, and not for longer than there is time. */
class Scaling implements AsyncDisposable {
  readonly #signal: AbortSignal;
  readonly #start: typeof PictureScaler.start;
  #endTurn: (() => void) | undefined;
  #scaler: Promise<PictureScaler | undefined> | undefined;

  constructor(signal: AbortSignal, start: typeof PictureScaler.start) {
    this.#signal = signal;
    this.#start = start;
  }

  async scale(picture: Picture, maxBytes: number): Promise<Picture | PictureLack> {
    try {
      this.#scaler ??= this.#open();
      const scaler = await abortable(this.#scaler, this.#signal);
      if (scaler === undefined) return 'noBrowser';
      const scaled = await abortable(scaler.scale(picture, maxBytes), this.#signal);
      return scaled === 'tooLarge' ? 'noRoom' : scaled;
    } catch {
      return 'late';
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const scaler = await this.#scaler?.catch(() => undefined);
    await scaler?.[Symbol.asyncDispose]();
    this.#endTurn?.();
  }

  async #open(): Promise<PictureScaler | undefined> {
    this.#endTurn = await browsers.take(this.#signal);
    return await this.#start({ signal: this.#signal });
  }
}

/** Reads pictures some steps before they are needed. */
function readAhead(
  { source, acts }: ReportPicturesOptions,
  chosen: readonly PicturePlace[],
): (index: number) => Promise<Picture | undefined> {
  const reading = new Map<number, Promise<Picture | undefined>>();
  const read = async (index: number): Promise<Picture | undefined> => {
    const { act = -1, step = -1 } = chosen[index] ?? {};
    const found = acts[act];
    const number = found?.steps[step]?.number;
    if (found === undefined || number === undefined) return undefined;
    // One that cannot be read is missing; the rest is worth having.
    return await source.picture(found.place, number).catch(() => undefined);
  };
  return async (index) => {
    for (let next = index; next < Math.min(index + AHEAD, chosen.length); next += 1)
      if (!reading.has(next)) reading.set(next, read(next));
    const picture = await reading.get(index);
    reading.set(index, Promise.resolve(undefined));
    return picture;
  };
}

/** Whether nothing would be seen of it: known of the forms that screenshots have. */
function isBroken({ type, bytes }: Picture): boolean {
  if (!/^image\/(?:jpeg|png)$/.test(type)) return false;
  return imageSize(`data:${type};base64,${Buffer.from(bytes).toString('base64')}`) === undefined;
}

function isLack(value: unknown): value is PictureLack {
  return PICTURE_LACKS.some((lack) => lack === value);
}

function keyOf({ act, step }: PicturePlace): string {
  return `${act}.${step}`;
}
