import { MAX_PICTURE_BYTES, type QuestionPicture } from '../../../contract/question.ts';
import { within } from '../../../core/async.ts';
import { messageOf } from '../../../core/errors.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { PICTURE_TYPES } from '../../../core/media-types.ts';
import type { HumanRequest, TakeOverRequest } from '../human-request.ts';

/**
 * The page as it looks now, small enough for a desk. Without one, people are asked all the same.
 *
 * @returns the picture, or why there is none
 */
export async function questionPicture(request: PicturedRequest): Promise<TakenPicture> {
  const timeoutMs = Math.min(MAX_TIME_MS, (request.expiresAt.getTime() - request.askedAt.getTime()) / 4);
  const taking = take(request).catch((error: unknown) => ({ lack: messageOf(error) }));
  return await within({ work: taking, timeoutMs, fallback: { lack: 'it was not taken in time' } });
}

/** `page`: absent in copies that somebody has made of an approval. */
type PicturedRequest = Pick<HumanRequest, 'screenshot' | 'askedAt' | 'expiresAt'> &
  Partial<Pick<TakeOverRequest, 'page'>>;

type TakenPicture = { readonly picture: QuestionPicture } | { readonly lack: string };

async function take(request: PicturedRequest): Promise<TakenPicture> {
  const whole = pictureIn(await request.screenshot());
  if (whole === undefined) return { lack: 'it is neither JPEG nor PNG nor WebP' };
  if (bytesOf(whole) <= MAX_PICTURE_BYTES) return { picture: whole };
  for (const quality of QUALITIES) {
    const base64 = (await request.page?.screenshot({ type: 'jpeg', quality, scale: 'css' }))?.toString(
      'base64',
    );
    if (base64 === undefined) break;
    const picture: QuestionPicture = { mediaType: 'image/jpeg', base64 };
    if (bytesOf(picture) <= MAX_PICTURE_BYTES) return { picture };
  }
  return { lack: `it has ${formatBytes(bytesOf(whole))}, and ${formatBytes(MAX_PICTURE_BYTES)} are allowed` };
}

/** What actuators give is a data URL. */
function pictureIn(dataUrl: string): QuestionPicture | undefined {
  const [, type, base64] = /^data:image\/(jpeg|png|webp);base64,([A-Za-z0-9+/]+=*)$/.exec(dataUrl) ?? [];
  const mediaType = PICTURE_TYPES.find((known) => known === `image/${type}`);
  return mediaType === undefined || base64 === undefined ? undefined : { mediaType, base64 };
}

function bytesOf({ base64 }: QuestionPicture): number {
  return Buffer.byteLength(base64, 'base64');
}

/** Of JPEG, from good to just readable. */
const QUALITIES: readonly number[] = [60, 35, 15];
const MAX_TIME_MS = 10_000;
