/** How the pictures of a run share the room that a file has for them. Pure. */

/** A file of this size can be attached to a ticket or a message almost anywhere. */
export const MAX_REPORT_BYTES = 2_000_000;

/** The room for pictures in a file that has so much text. However much that is, some pictures are worth more. */
export function pictureRoom(textBytes: number): number {
  return Math.max(MIN_ROOM_BYTES, MAX_REPORT_BYTES - textBytes);
}

/** How many pictures are in a file with this room: fewer that say something, rather than all as stamps. */
export function picturesThatFit(roomBytes: number): number {
  return Math.max(1, Math.floor(roomBytes / MIN_SHARE_BYTES));
}

/**
 * The places of all steps, those first whose pictures tell most: where acts failed, where acts ended, where they began, the way
 * to a failure from its end, and all others evenly.
 */
export function byWorth(acts: readonly ActForPictures[]): readonly PicturePlace[] {
  const places = acts.flatMap(({ stepCount, isFailed }, act) =>
    Array.from({ length: stepCount }, (_, step) => ({
      ...{ act, step },
      worth: worthOf({ step, stepCount, isFailed }),
    })),
  );
  return places
    .map((place, index) => ({ ...place, turn: (index * GOLDEN_RATIO) % 1 }))
    .sort((a, b) => a.worth - b.worth || a.turn - b.turn)
    .map(({ act, step }) => ({ act, step }));
}

/** An act, as far as the choice of pictures goes by it. */
export interface ActForPictures {
  readonly stepCount: number;
  readonly isFailed: boolean;
}

/** A step, by its place in its act and that of its act in the run, from 0. */
export interface PicturePlace {
  readonly act: number;
  readonly step: number;
}

/** What stands around each picture in the file, at most. */
export const AROUND_PICTURE_BYTES = 200;

/** The size of a data URL with so many bytes. */
export function dataUrlBytes(bytes: number): number {
  return DATA_URL_HEAD_BYTES + Math.ceil(bytes / 3) * 4;
}

/** So many bytes fit into a data URL of this size. */
export function bytesInDataUrl(urlBytes: number): number {
  return Math.max(0, Math.floor((urlBytes - DATA_URL_HEAD_BYTES) / 4) * 3);
}

const MIN_ROOM_BYTES = 250_000;
/** With less, text cannot be read in any picture. */
const MIN_SHARE_BYTES = 10_000;
const DATA_URL_HEAD_BYTES = 'data:image/webp;base64,'.length;
/** Its multiples spread evenly, however many are taken. */
const GOLDEN_RATIO = 0.618_033_988_749_895;

/** The lower, the more worth; within a whole number by place. */
function worthOf(step: {
  readonly step: number;
  readonly stepCount: number;
  readonly isFailed: boolean;
}): number {
  const { step: index, stepCount, isFailed } = step;
  if (index === stepCount - 1) return isFailed ? 0 : 1;
  if (index === 0) return 2;
  return isFailed ? 3 + (stepCount - index) / (stepCount + 1) : 4;
}
