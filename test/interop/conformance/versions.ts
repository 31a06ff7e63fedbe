import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/processes.ts';

/** The version of a Python package that requirements.txt pins. */
export function pythonVersion(name: string): string {
  const requirements = read('test', 'interop', 'python', 'requirements.txt');
  return found(
    name,
    requirements
      .split('\n')
      .find((line) => line.startsWith(`${name}==`))
      ?.split('==')[1],
  );
}

/** The version of an npm package that the lockfile pins. */
export function npmVersion(name: string): string {
  const { packages } = JSON.parse(read('package-lock.json'));
  return found(name, packages[`node_modules/${name}`]?.version);
}

/** The version of a Go module that go.mod requires. */
export function goVersion(name: string): string {
  const line = read('test', 'interop', 'go', 'go.mod')
    .split('\n')
    .map((each) => each.trim().split(' '))
    .find(([module]) => module === name);
  return found(name, line?.[1]?.replace(/^v/, ''));
}

function read(...names: readonly string[]): string {
  return readFileSync(path.join(projectRoot, ...names), 'utf8');
}

function found(name: string, version: unknown): string {
  if (typeof version !== 'string') throw new Error(`No version of ${name} is pinned.`);
  return version;
}
