import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { EXIT, ExplainedError, hasCode, messageOf } from '../../core/errors.ts';
import { makeTemporaryFolder } from '../../core/make-temporary-folder.ts';
import type { ProjectFile } from './project-files.ts';

/** Installs what the project in a folder needs. @returns what npm says of it, in a line. @throws NpmError */
export async function installPackages(folder: string, options: NpmOptions): Promise<string> {
  const output = await npm(['install', '--loglevel=error', '--no-audit', '--no-fund'], {
    ...options,
    folder,
  });
  return output.trim().split('\n').at(-1) ?? '';
}

/** Packs a clone of this package, which builds it. @returns the tarball. @throws NpmError */
export async function packClone(clone: string, options: NpmOptions): Promise<ProjectFile> {
  const temporary = makeTemporaryFolder('nova-act-pack-');
  try {
    await npm(['pack', '--silent', '--pack-destination', temporary], { ...options, folder: clone });
    const [name = ''] = readdirSync(temporary);
    return { name, content: readFileSync(path.join(temporary, name)) };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** How npm is run. */
export interface NpmOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends it. */
  readonly interrupt: AbortSignal;
}

/** npm could not do what it was asked for. */
export class NpmError extends ExplainedError {
  override readonly name = 'NpmError';
  override readonly exitCode = EXIT.failure;
}

/** Runs npm to its end. @returns its stdout */
async function npm(
  args: readonly string[],
  options: NpmOptions & { readonly folder: string },
): Promise<string> {
  const { folder, environment, interrupt } = options;
  const child = spawn('npm', args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: interrupt,
    // There it is a script of the shell.
    shell: process.platform === 'win32',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let failure: unknown;
  child.once('error', (error) => {
    failure = error;
  });
  // Also after an error: nothing of it is running then.
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const command = `npm ${args[0]}`;
  if (hasCode(failure, 'ENOENT'))
    throw new NpmError(`${command} cannot be run: there is no npm on the PATH.`);
  if (failure !== undefined) throw new NpmError(`${command} did not end: ${messageOf(failure)}`);
  if (code !== 0) throw new NpmError(`${command} failed: ${errorLines(stderr || stdout)}`);
  return stdout;
}

/** Of what npm has printed, what tells why it failed, without its own prefix and the way to its log. */
function errorLines(output: string): string {
  const lines = output.trim().split('\n');
  const errors = lines.flatMap(
    (line) => /^npm (?:error|ERR!) (?!A complete log)(.*\S)/.exec(line)?.[1] ?? [],
  );
  return (errors.length > 0 ? errors : lines).slice(0, SHOWN_LINES).join('\n');
}

const SHOWN_LINES = 12;
