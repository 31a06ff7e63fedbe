import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { deferred } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { containerArguments } from './container-arguments.ts';
import { docker } from './docker.ts';
import { PortInLog } from './listening-line.ts';
import { lastLines } from './log-tail.ts';
import {
  type SessionBackend,
  type SessionBackendOptions,
  SessionStartError,
  START_TIMEOUT_MS,
  STOP_GRACE_MS,
} from './session-backend.ts';
import { runtimeEnvironment } from './session-environment.ts';

/** A container that runs one image for one session. */
export class SessionContainer implements SessionBackend {
  readonly logFile: string;
  readonly ended: Promise<string>;
  readonly #name = `nova-act-${randomUUID()}`;
  readonly #options: SessionContainerOptions;
  readonly #port = deferred<number>();
  #stopping: Promise<void> | undefined;
  #stopped = false;

  private constructor(options: SessionContainerOptions) {
    this.#options = options;
    this.logFile = options.logFile;
    mkdirSync(path.dirname(options.logFile), { recursive: true });
    // Whoever asks for the port gets the rejection; nobody has to ask.
    this.#port.promise.catch(() => undefined);
    this.ended = this.#run().then(
      (how) => {
        this.#port.reject(this.#startError(how));
        return how;
      },
      (error: unknown) => {
        this.#port.reject(new SessionStartError(messageOf(error)));
        return `could not be started (${messageOf(error)})`;
      },
    );
  }

  /** Starts the container as soon as its image is there. */
  static start(options: SessionContainerOptions): SessionContainer {
    return new SessionContainer(options);
  }

  port(): Promise<number> {
    return this.#port.promise;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async kill(): Promise<void> {
    await this.#docker(['kill', this.#name]).catch(() => undefined);
    await this.ended;
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    // A container that does not exist yet cannot be stopped.
    await Promise.race([this.#port.promise.catch(() => undefined), this.ended]);
    const graceSeconds = String(STOP_GRACE_MS / 1000);
    await this.#docker(['stop', '--time', graceSeconds, this.#name]).catch(() => undefined);
    await this.ended;
  }

  async #run(): Promise<string> {
    const image = await this.#options.image;
    if (this.#stopped) return 'was stopped';
    const { stateKey, parentEnvironment } = this.#options;
    const variables = runtimeEnvironment(this.#options);
    const args = containerArguments({
      name: this.#name,
      image,
      stateKey,
      variables: Object.keys(variables),
    });
    const child = spawn('docker', args, {
      env: { ...parentEnvironment, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C in the terminal is for us, and we end the session in order.
      detached: true,
    });
    const timer = setTimeout(() => {
      this.#port.reject(this.#startError(`took more than ${START_TIMEOUT_MS / 1000} s`));
      void this.kill();
    }, START_TIMEOUT_MS);
    void this.#port.promise.then(
      () => clearTimeout(timer),
      () => clearTimeout(timer),
    );
    try {
      return await this.#follow(child);
    } finally {
      clearTimeout(timer);
      // Mostly gone already; but a command that was killed leaves its container.
      await this.#docker(['rm', '--force', this.#name]).catch(() => undefined);
    }
  }

  async #follow(child: ChildProcess): Promise<string> {
    const log = createWriteStream(this.logFile, { flags: 'a' });
    const portInLog = new PortInLog();
    child.stdout?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      const port = portInLog.read(chunk);
      if (port !== undefined) this.#port.resolve(port);
    });
    child.stderr?.on('data', (chunk: Buffer) => log.write(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    }).finally(() => new Promise<void>((resolve) => log.end(resolve)));
    if (code === 137) return 'was ended by SIGKILL';
    return `ended with exit code ${code}`;
  }

  #startError(what: string): SessionStartError {
    return new SessionStartError(
      `The workflow's container ${what} before it was ready. Log: ${this.logFile}\n${lastLines(this.logFile)}`.trimEnd(),
    );
  }

  #docker(args: readonly string[]): Promise<string> {
    return docker(args, { environment: this.#options.parentEnvironment });
  }
}

/** What a session's container is made from. */
export interface SessionContainerOptions extends SessionBackendOptions {
  /** The tag of the image; it may still be in the making. */
  readonly image: Promise<string>;
  /** Which local AWS the container belongs to. */
  readonly stateKey: string;
}
