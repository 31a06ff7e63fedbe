import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { HOST_PORT, type ServerProtocol } from '../contract/host.ts';
import { BundleError } from './bundle-error.ts';
import { MAIN_FILE, packageRoot, SOURCE_MAP_FILE } from './layout.ts';
import { findPlaywright } from './playwright-package.ts';

/**
 * Makes a Docker build context that holds the bundle, `playwright-core` and the Dockerfile, and nothing else of the
 * project: no sources, no `.env`, no other packages. The image needs no package registry.
 *
 * @throws {@link BundleError} when there is no bundle or no `playwright-core`.
 */
export function stageContext(options: StageContextOptions): StagedContext {
  const bundleDir = path.resolve(options.bundleDir);
  const dir = path.resolve(options.contextDir);
  const mainFile = path.join(bundleDir, MAIN_FILE);
  if (!existsSync(mainFile)) {
    throw new BundleError(
      `There is no ${MAIN_FILE} in ${bundleDir}. Run bundleWorkflow into that folder first.`,
    );
  }
  const playwright = findPlaywright([
    ...(options.projectRoot ? [options.projectRoot] : []),
    bundleDir,
    packageRoot(),
  ]);

  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(mainFile, path.join(dir, MAIN_FILE));
  if (options.includeSourceMap)
    cpSync(path.join(bundleDir, SOURCE_MAP_FILE), path.join(dir, SOURCE_MAP_FILE));
  copyPlaywright(playwright.dir, path.join(dir, 'node_modules', 'playwright-core'), options.link);
  writeFileSync(path.join(dir, 'package.json'), manifest(playwright.version));
  const container = path.join(packageRoot(), 'container');
  cpSync(path.join(container, '.dockerignore'), path.join(dir, '.dockerignore'));
  const { HTTP } = HOST_PORT;
  const { [options.protocol ?? 'HTTP']: port } = HOST_PORT;
  const dockerfile = readFileSync(path.join(container, 'Dockerfile'), 'utf8');
  writeFileSync(path.join(dir, 'Dockerfile'), dockerfile.replaceAll(String(HTTP), String(port)));
  return { dir, playwrightVersion: playwright.version };
}

/** What to stage. */
export interface StageContextOptions {
  /** The folder that `bundleWorkflow` wrote. */
  readonly bundleDir: string;
  /** The folder that becomes the Docker build context. Emptied first. */
  readonly contextDir: string;
  /** What the host in the bundle speaks: the port that the image names, and where its health is asked for. @default HTTP */
  readonly protocol?: ServerProtocol | undefined;
  /** Where `playwright-core` is looked for first. @default - the folder of the bundle, then this package */
  readonly projectRoot?: string | undefined;
  /**
   * Puts the source map into the image, for stack traces in the author's lines. The map changes with every comment,
   * and then so does the image.
   * @default false
   */
  readonly includeSourceMap?: boolean | undefined;
  /**
   * Links the files of `playwright-core` where the file system can, in place of copying 8 MB: for a folder that is read at
   * once and then removed. A tool that changes the package where it is would change the folder, too.
   * @default false
   */
  readonly link?: boolean | undefined;
}

/** A Docker build context on disk. */
export interface StagedContext {
  /** The folder, absolute. */
  readonly dir: string;
  /** The version of `playwright-core` in it. */
  readonly playwrightVersion: string;
}

/** Parts of the package that only the command line, the recorder and editors use. */
const PLAYWRIGHT_LEFT_OUT = ['bin', 'types', 'README.md', 'index.d.ts', path.join('lib', 'vite')];

function manifest(playwrightVersion: string): string {
  const content = {
    name: 'nova-act-workflow',
    private: true,
    type: 'module',
    dependencies: { 'playwright-core': playwrightVersion },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function copyPlaywright(from: string, to: string, link = false): void {
  const leftOut = PLAYWRIGHT_LEFT_OUT.map((name) => path.join(from, name));
  const isWanted = (source: string): boolean => !leftOut.includes(source);
  if (link && linkFolder(from, to, isWanted)) return;
  cpSync(from, to, { recursive: true, dereference: true, filter: isWanted });
}

/** @returns false when the file system cannot, as it cannot between two of them */
function linkFolder(from: string, to: string, isWanted: (source: string) => boolean): boolean {
  mkdirSync(to, { recursive: true });
  return readdirSync(from)
    .filter((name) => isWanted(path.join(from, name)))
    .every((name) => {
      const source = path.join(from, name);
      const target = path.join(to, name);
      return statSync(source).isDirectory() ? linkFolder(source, target, isWanted) : linkFile(source, target);
    });
}

function linkFile(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    return false;
  }
}
