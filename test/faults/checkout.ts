import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Child } from './child.ts';

/**
 * A checkout of this project, and a project of a user's that imports from it. Only what stays from version to version is
 * used: its commands, and workflows that are bundled by it.
 */
export class Checkout {
  readonly root: string;
  /** The user's project. */
  readonly project: string;
  readonly #temporary: string;
  readonly #loader: string;

  constructor(root: string) {
    this.root = path.resolve(root);
    this.#temporary = mkdtempSync(path.join(os.tmpdir(), 'faults-'));
    this.project = path.join(this.#temporary, 'project');
    this.#loader = pathToFileURL(path.join(this.root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
    cpSync(path.join(import.meta.dirname, 'project'), this.project, { recursive: true });
    for (const name of readdirSync(this.project, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) importFrom(this.root, path.join(this.project, name));
    }
    symlinkSync(path.join(this.root, 'node_modules'), path.join(this.project, 'node_modules'));
    writeFileSync(path.join(this.project, 'package.json'), '{"type":"module"}\n');
  }

  /** A new folder that goes with the suite. */
  folder(prefix: string): string {
    mkdirSync(path.join(this.#temporary, 'tmp'), { recursive: true });
    return mkdtempSync(path.join(this.#temporary, 'tmp', `${prefix}-`));
  }

  /** Starts a TypeScript program in the user's project. */
  start(file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Child {
    return new Child(['--import', this.#loader, file, ...args], {
      cwd: this.project,
      env: { ...baseEnvironment(), ...environment },
    });
  }

  /** Starts one of the commands. */
  command(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Child {
    return this.start(path.join(this.root, 'bin', 'act.ts'), args, environment);
  }

  remove(): void {
    rmSync(this.#temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Without what a developer may have set for AWS or for Node. */
export function baseEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_|NODE_OPTIONS$|JEST_)/.test(name));
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true' };
}

function importFrom(root: string, file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/(?:\.\.\/)+lib\//g, `${root}/lib/`));
}
