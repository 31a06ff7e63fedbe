import type { ViewportSize } from './box.ts';

/** The size of a JPEG or PNG in a data URL; undefined when it is neither. */
export function imageSize(dataUrl: string): ViewportSize | undefined {
  const [, type, base64 = ''] = /^data:image\/(jpeg|png);base64,([A-Za-z0-9+/]+=*)$/.exec(dataUrl) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (type === undefined) return undefined;
  return type === 'png' ? pngSize(bytes) : jpegSize(bytes);
}

/** @see https://www.w3.org/TR/png-3/#11IHDR */
function pngSize(bytes: Buffer): ViewportSize | undefined {
  const isPng = bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47;
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}

/** Goes from segment to segment until one says how large the frame is. @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
function jpegSize(bytes: Buffer): ViewportSize | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}
