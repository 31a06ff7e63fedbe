import { existsSync } from 'node:fs';
import path from 'node:path';

/** The nearest folder above the file that has a package.json: from there its dependencies are resolved. */
export function projectRootOf(file: string): string {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) return path.dirname(file);
    folder = above;
  }
  return folder;
}
