/*
 * What runs in the empty page that makes pictures smaller. Functions are sent to it as text: they must not use anything from outside
 * themselves, and have none in them with a name, which compilers would wrap.
 */

/** Decodes a picture, and keeps it for {@link encodeInPage}. @throws when it is none */
export async function decodeInPage(
  url: string,
): Promise<{ readonly width: number; readonly height: number }> {
  const kept: { picture?: ImageBitmap } = Object(globalThis);
  kept.picture?.close();
  // Takes nothing from the network: the address is the picture.
  kept.picture = await createImageBitmap(await (await fetch(url)).blob());
  return { width: kept.picture.width, height: kept.picture.height };
}

/** The picture that was decoded last, as WebP in base64, if it takes no more than `maxBytes`; and how many it takes. */
export async function encodeInPage(wish: {
  readonly width: number;
  readonly quality: number;
  readonly maxBytes: number;
}): Promise<{ readonly bytes: number; readonly base64?: string | undefined }> {
  const { picture }: { picture?: ImageBitmap } = Object(globalThis);
  if (picture === undefined) throw new Error('No picture was decoded.');
  const height = Math.max(1, Math.round((picture.height * wish.width) / picture.width));
  const canvas = new OffscreenCanvas(wish.width, height);
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (brush === null) throw new Error('There is nothing to draw on.');
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(picture, 0, 0, wish.width, height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: wish.quality });
  if (blob.size > wish.maxBytes) return { bytes: blob.size };
  const reader = new FileReader();
  const url = await new Promise<unknown>((resolve, reject) => {
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  const [, base64] = /^data:image\/webp;base64,(.*)$/.exec(String(url)) ?? [];
  // A browser without WebP would have made a PNG.
  if (base64 === undefined) throw new Error('The browser makes no WebP.');
  return { bytes: blob.size, base64 };
}
