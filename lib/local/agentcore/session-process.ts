import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MAIN_FILE } from '../../bundle/index.ts';
import { killLeftovers } from './process-tree.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import { type SessionFolders, sessionEnvironment } from './session-environment.ts';

/** How long a process may take from SIGTERM to its end. */
const STOP_GRACE_MS = 10_000;
const START_TIMEOUT_MS = 30_000;

/** The process of a session did not come up, or ended under a request. The message names the log. */
export class SessionProcessError extends Error {
  override readonly name = 'SessionProcessError';
}

/** What a session's process is made from. */
export interface SessionProcessOptions {
  readonly runtime: RuntimeRecord;
  /** Gets what the process prints; appended to. */
  readonly logFile: string;
  /** The address of local AWS. */
  readonly endpointUrl: string;
  readonly parentEnvironment: Readonly<Record<string, string | undefined>>;
}

/** A process that runs one bundle for one session, with folders and an environment of its own. */
export class SessionProcess {
  readonly logFile: string;
  /** Resolves when the process has ended and nothing of it is left: how it ended, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #port: Promise<number>;
  #stopping: Promise<void> | undefined;

  private constructor(child: ChildProcess, logFile: string, cleanUp: () => void) {
    this.logFile = logFile;
    this.#child = child;
    this.ended = new Promise((resolve) => {
      const finish = (how: string): void => {
        cleanUp();
        resolve(how);
      };
      child.once('exit', (code, signal) =>
        finish(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      );
      child.once('error', (error) => finish(`could not be started (${error.message})`));
    });
    this.#port = this.#listening();
    // Whoever asks for the port gets the rejection; nobody has to ask.
    this.#port.catch(() => undefined);
  }

  /** Starts the process; it is not yet listening. */
  static start(options: SessionProcessOptions): SessionProcess {
    const { runtime, logFile, endpointUrl, parentEnvironment } = options;
    const folders = makeFolders();
    const marker = randomUUID();
    mkdirSync(path.dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    try {
      const child = spawn(
        process.execPath,
        ['--enable-source-maps', path.join(runtime.bundleDir, MAIN_FILE)],
        {
          cwd: folders.work,
          env: sessionEnvironment({ parent: parentEnvironment, runtime, folders, marker, endpointUrl }),
          stdio: ['ignore', log, log, 'ipc'],
          // A process group of its own: Ctrl-C in the terminal is for us, and we end the session in order.
          detached: true,
        },
      );
      return new SessionProcess(child, logFile, () => {
        if (child.pid !== undefined) killLeftovers({ pid: child.pid, marker });
        rmSync(folders.root, { recursive: true, force: true, maxRetries: 3 });
      });
    } finally {
      closeSync(log);
    }
  }

  /** @throws {@link SessionProcessError} when the process does not come up. */
  port(): Promise<number> {
    return this.#port;
  }

  /** Asks the process to end, and makes it end after ten seconds. Resolves when nothing is left. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends a process that does not answer any more. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** The end of the log, for messages. */
  lastLines(): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-3).join('\n').slice(-1500);
    } catch {
      return '';
    }
  }

  async #stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #listening(): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const failed = (what: string): SessionProcessError =>
      new SessionProcessError(
        `The workflow's process ${what} before it was ready. Log: ${this.logFile}\n${this.lastLines()}`.trimEnd(),
      );
    try {
      return await new Promise<number>((resolve, reject) => {
        this.#child.on('message', (message: unknown) => {
          const port = listeningPort(message);
          if (port !== undefined) resolve(port);
        });
        this.ended.then((how) => reject(failed(how)));
        timer = setTimeout(() => {
          reject(failed(`took more than ${START_TIMEOUT_MS / 1000} s`));
          this.#child.kill('SIGKILL');
        }, START_TIMEOUT_MS);
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Short paths on purpose: sockets below them have a limit of about a hundred characters. */
function makeFolders(): SessionFolders {
  const root = mkdtempSync(path.join(tmpdir(), 'nova-act-'));
  const folders = {
    root,
    home: path.join(root, 'home'),
    tmp: path.join(root, 'tmp'),
    work: path.join(root, 'work'),
  };
  for (const folder of [folders.home, folders.tmp, folders.work]) mkdirSync(folder);
  return folders;
}

function listeningPort(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message) || !('port' in message)) {
    return undefined;
  }
  const { type, port } = message;
  return type === 'nova-act-runtime-listening' && typeof port === 'number' ? port : undefined;
}
