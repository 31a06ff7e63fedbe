import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { MAIN_FILE } from '../../bundle/index.ts';
import { portInMessage } from '../../contract/host.ts';
import { lastLines } from './log-tail.ts';
import { killLeftovers } from './process-tree.ts';
import {
  type SessionBackend,
  type SessionBackendOptions,
  SessionStartError,
  START_TIMEOUT_MS,
  STOP_GRACE_MS,
} from './session-backend.ts';
import { sessionEnvironment } from './session-environment.ts';
import { makeSessionFolders } from './session-folders.ts';

/** A process that runs one bundle for one session, with folders and an environment of its own. */
export class SessionProcess implements SessionBackend {
  readonly logFile: string;
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
  static start(options: SessionBackendOptions): SessionProcess {
    const { logFile, parentEnvironment: parent, ...session } = options;
    const folders = makeSessionFolders(path.dirname(logFile));
    const marker = randomUUID();
    mkdirSync(path.dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    try {
      const child = spawn(
        process.execPath,
        ['--enable-source-maps', path.join(session.runtime.bundleDir, MAIN_FILE)],
        {
          cwd: folders.work,
          env: sessionEnvironment({ ...session, parent, folders, marker }),
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

  port(): Promise<number> {
    return this.#port;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  async #stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #listening(): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const failed = (what: string): SessionStartError =>
      new SessionStartError(
        `The workflow's process ${what} before it was ready. Log: ${this.logFile}\n${lastLines(this.logFile)}`.trimEnd(),
      );
    try {
      return await new Promise<number>((resolve, reject) => {
        this.#child.on('message', (message: unknown) => {
          const port = portInMessage(message);
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
