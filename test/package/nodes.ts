import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, run } from './processes.ts';

const installed = new Map<number, Promise<string>>();

/** The folder with the `node` of a major version: this process's own, or one from the npm registry. */
export async function nodeFolder(major: number, temporary: string): Promise<string> {
  const own = path.dirname(process.execPath);
  if (process.versions.node.startsWith(`${major}.`)) return own;
  const known = installed.get(major) ?? install(major, path.join(temporary, `node-${major}`));
  installed.set(major, known);
  return await known;
}

async function install(major: number, folder: string): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const env = cleanEnvironment(path.dirname(process.execPath));
  await run({ command: ['npm', 'install', '--loglevel=error', `${name}@${major}`], cwd: folder, env });
  return path.join(folder, 'node_modules', name, 'bin');
}
