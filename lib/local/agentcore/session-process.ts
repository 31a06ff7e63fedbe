import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { MAIN_FILE } from '../../bundle/index.ts';
import { portInMessage } from '../../contract/host.ts';
import { deferred, settles } from '../../core/async.ts';
import { lastLines } from './log-tail.ts';
import {
  END_LIMITS,
  type EndLimits,
  type SessionBackend,
  type SessionBackendOptions,
  SessionStartError,
  START_TIMEOUT_MS,
} from './session-backend.ts';
import { leftOutOfSession, sessionEnvironment } from './session-environment.ts';
import { makeSessionFolders } from './session-folders.ts';
import { removeRemains } from './session-remains.ts';

/** A process that runs one bundle for one session, with folders and an environment of its own. */
export class SessionProcess implements SessionBackend {
  readonly logFile: string;
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #port: Promise<number>;
  readonly #limits: EndLimits;
  readonly #exit = deferred<string>();
  #stopping: Promise<void> | undefined;

  private constructor(parts: {
    readonly child: ChildProcess;
    readonly logFile: string;
    readonly limits: EndLimits;
    /** Removes what the process left behind. */
    readonly cleanUp: () => Promise<void>;
  }) {
    const { child, cleanUp } = parts;
    this.logFile = parts.logFile;
    this.#child = child;
    this.#limits = parts.limits;
    child.once('exit', (code, signal) =>
      this.#exit.resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
    );
    child.once('error', (error) => this.#exit.resolve(`could not be started (${error.message})`));
    this.ended = this.#exit.promise.then(async (how) => {
      await cleanUp();
      return how;
    });
    this.#port = this.#listening();
    // Whoever asks for the port gets the rejection; nobody has to ask.
    this.#port.catch(() => undefined);
  }

  /** Starts the process; it is not yet listening. `limits` are for tests that cannot wait. */
  static start(options: SessionBackendOptions, limits: EndLimits = END_LIMITS): SessionProcess {
    const { logFile, parentEnvironment: parent, ...session } = options;
    const folders = makeSessionFolders(path.dirname(logFile));
    const marker = randomUUID();
    mkdirSync(path.dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    try {
      for (const line of leftOutOfSession(session.runtime)) writeSync(log, line);
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
      const cleanUp = (): Promise<void> =>
        removeRemains({ pid: child.pid, marker, folder: folders.root, timeoutMs: limits.killMs });
      return new SessionProcess({ child, logFile, limits, cleanUp });
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
    if (!(await settles(this.#exit.promise, this.#limits.killMs)))
      this.#exit.resolve('does not end, even by SIGKILL');
    await this.ended;
  }

  async #stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (await settles(this.#exit.promise, this.#limits.graceMs)) await this.ended;
    else await this.kill();
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
        void this.ended.then((how) => reject(failed(how)));
        timer = setTimeout(() => {
          reject(failed(`took more than ${START_TIMEOUT_MS / 1000} s`));
          void this.kill();
        }, START_TIMEOUT_MS);
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
