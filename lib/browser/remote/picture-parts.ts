import { MAX_MESSAGE_BYTES, type TakeOverNews } from '../../contract/take-over.ts';

/** A picture as messages, each of which may be sent. */
export function pictureParts(picture: RemotePicture): readonly PicturePart[] {
  const { frame, base64, width, height } = picture;
  const parts = Math.max(1, Math.ceil(base64.length / MAX_PART_LENGTH));
  return Array.from({ length: parts }, (_, part) => ({
    ...({ type: 'frame', frame, part, parts, width, height } as const),
    data: base64.slice(part * MAX_PART_LENGTH, (part + 1) * MAX_PART_LENGTH),
  }));
}

export type PicturePart = Extract<TakeOverNews, { readonly type: 'frame' }>;

export interface RemotePicture {
  /** Counts them. */
  readonly frame: number;
  /** JPEG. */
  readonly base64: string;
  /** What it shows, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** What is said beside it has at most 200 bytes. */
const MAX_PART_LENGTH = MAX_MESSAGE_BYTES - 280;
