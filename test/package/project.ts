import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, type Running, run, start } from './processes.ts';

/** What installing something costs. */
export interface InstallSize {
  readonly what: string;
  readonly megabytes: number;
  readonly packages: number;
}

/** A project that uses the package, in a folder of its own. */
export class Project {
  readonly dir: string;
  /** The packed package. */
  readonly tarball: string;
  readonly sizes: InstallSize[] = [];
  readonly #nodeDir: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(options: { readonly dir: string; readonly nodeDir: string; readonly tarball: string }) {
    this.dir = options.dir;
    this.tarball = options.tarball;
    this.#nodeDir = options.nodeDir;
    this.#env = cleanEnvironment(options.nodeDir);
    mkdirSync(this.dir, { recursive: true });
  }

  path(...parts: readonly string[]): string {
    return path.join(this.dir, ...parts);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, content: string | object): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  /** The project in a folder of this one, which need not be there. */
  below(folder: string): Project {
    return new Project({ dir: this.path(folder), nodeDir: this.#nodeDir, tarball: this.tarball });
  }

  /** Copies a folder's content into the project. */
  copy(from: string, into = '.'): void {
    cpSync(from, this.path(into), { recursive: true });
  }

  /** Runs a command of the project, with its Node. @returns its stdout. @throws when it fails */
  async run(...command: readonly string[]): Promise<string> {
    return await run({ command, cwd: this.dir, env: this.#env });
  }

  /** Runs a command that has to fail. @returns all that it wrote */
  async fail(...command: readonly string[]): Promise<string> {
    const { stdout, stderr, ended } = start({ command, cwd: this.dir, env: this.#env });
    if ((await ended) === 0) throw new Error(`${command.join(' ')} did not fail`);
    return `${stdout()}${stderr()}`;
  }

  /** Starts a command, with more variables if need be. */
  start(command: readonly string[], variables: Readonly<Record<string, string>> = {}): Running {
    return start({ command, cwd: this.dir, env: { ...this.#env, ...variables } });
  }

  /** Installs packages as its users do. */
  async install(...packages: readonly string[]): Promise<void> {
    await this.run('npm', 'install', '--loglevel=error', ...packages);
  }

  /** Notes what is installed now: the bytes of all files, and the packages as npm counts them. */
  measure(what: string): InstallSize {
    const { packages } = JSON.parse(this.read('node_modules/.package-lock.json'));
    const size = {
      what,
      megabytes: bytesIn(this.path('node_modules')) / 1e6,
      packages: Object.keys(packages).length,
    };
    this.sizes.push(size);
    return size;
  }
}

/** Files that have two names, as the program of esbuild has, count once. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(path.join(entry.parentPath, entry.name)));
  return [...new Map(files.map(({ ino, size }) => [ino, size])).values()].reduce(
    (sum, size) => sum + size,
    0,
  );
}
