import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A project folder of its own, with this project's packages. */
export interface TestProject {
  readonly root: string;
  write(file: string, content: string): string;
  remove(): void;
}

export function makeProject(files: Readonly<Record<string, string>> = {}): TestProject {
  const root = mkdtempSync(path.join(tmpdir(), 'project-'));
  symlinkSync(path.resolve(import.meta.dirname, '..', '..', 'node_modules'), path.join(root, 'node_modules'));
  const write = (file: string, content: string): string => {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    return target;
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
