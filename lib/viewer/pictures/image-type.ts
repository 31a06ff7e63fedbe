import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** The media type of a screenshot by its name; `undefined` for anything that must not be shown as an image. */
export function imageTypeOf(file: string): string | undefined {
  return TYPES[path.extname(file).toLowerCase()];
}
