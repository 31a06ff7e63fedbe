import { type ExecFileException, execFile } from 'node:child_process';
import { hasCode } from '../../core/errors.ts';

/**
 * Runs one Docker command to its end.
 *
 * @returns what it printed on stdout, trimmed
 * @throws {@link DockerError} with the last lines that it printed.
 */
export function docker(args: readonly string[], options: DockerOptions): Promise<string> {
  const { environment, onOutput, timeoutMs = 0 } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      'docker',
      args,
      { env: { ...environment }, maxBuffer: MAX_OUTPUT_BYTES, timeout: timeoutMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout.trim());
        else reject(new DockerError(explain({ args, error, timeoutMs, output: `${stdout}\n${stderr}` })));
      },
    );
    if (onOutput === undefined) return;
    child.stdout?.on('data', (text) => onOutput(String(text)));
    child.stderr?.on('data', (text) => onOutput(String(text)));
  });
}

/** Docker is missing, does not run, or refused a command. */
export class DockerError extends Error {
  override readonly name = 'DockerError';
}

/** How to run Docker's command line. */
export interface DockerOptions {
  /** Its environment, such as DOCKER_HOST. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with what the command prints while it runs. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** How long the command may take, in milliseconds. @default no limit */
  readonly timeoutMs?: number | undefined;
}

const MAX_OUTPUT_BYTES = 50_000_000;

/** @throws {@link DockerError} that says what to do when no engine answers. */
export async function checkDocker(options: DockerOptions): Promise<void> {
  await docker(['version', '--format', '{{.Server.Version}}'], options);
}

function explain(failed: {
  readonly args: readonly string[];
  readonly error: ExecFileException;
  readonly timeoutMs: number;
  readonly output: string;
}): string {
  const { args, error, timeoutMs, output } = failed;
  if (error.killed && timeoutMs > 0) return `docker ${args[0]} did not end within ${timeoutMs / 1000} s.`;
  if (hasCode(error, 'ENOENT')) {
    return 'Docker is not installed: there is no "docker" command. Install Docker, or run local AWS without --container.';
  }
  if (/cannot connect to the docker daemon|is the docker daemon running/i.test(output)) {
    return 'Docker does not run: start it (or set DOCKER_HOST), or run local AWS without --container.';
  }
  const lines = output.trim().split('\n').slice(-6).join('\n');
  return `docker ${args[0]} failed: ${lines || error.message}`;
}
