import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { deferred, settles } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { containerArguments } from './container-arguments.ts';
import { docker } from './docker.ts';
import { PortInLog } from './listening-line.ts';
import { lastLines } from './log-tail.ts';
import {
  END_LIMITS,
  type EndLimits,
  type SessionBackend,
  type SessionBackendOptions,
  SessionStartError,
  START_TIMEOUT_MS,
  warnOfRemains,
} from './session-backend.ts';
import { leftOutOfSession, runtimeEnvironment } from './session-environment.ts';

/** A container that runs one image for one session. */
export class SessionContainer implements SessionBackend {
  readonly logFile: string;
  readonly ended: Promise<string>;
  readonly #name = `nova-act-${randomUUID()}`;
  readonly #options: SessionContainerOptions;
  readonly #port = deferred<number>();
  readonly #limits: EndLimits;
  readonly #stopped = deferred<undefined>();
  #child: ChildProcess | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(options: SessionContainerOptions, limits: EndLimits) {
    this.#options = options;
    this.#limits = limits;
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

  /** Starts the container as soon as its image is there. `limits` are for tests that cannot wait. */
  static start(options: SessionContainerOptions, limits: EndLimits = END_LIMITS): SessionContainer {
    return new SessionContainer(options, limits);
  }

  port(): Promise<number> {
    return this.#port.promise;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async kill(): Promise<void> {
    this.#stopped.resolve(undefined);
    await this.#end(['kill', this.#name], this.#limits.killMs);
    await this.#letGo();
  }

  async #stop(): Promise<void> {
    this.#stopped.resolve(undefined);
    // A container that does not exist yet cannot be stopped; why it does not come up is for whoever asks for the port.
    await Promise.race([this.#port.promise.catch(() => undefined), this.ended]);
    const { graceMs, killMs } = this.#limits;
    await this.#end(['stop', '--time', String(Math.ceil(graceMs / 1000)), this.#name], graceMs + killMs);
    await this.#letGo();
  }

  /** Waits for the end; where Docker does not answer, its command is ended, and the container is left to it. */
  async #letGo(): Promise<void> {
    if (!(await settles(this.ended, this.#limits.killMs))) this.#child?.kill('SIGKILL');
    await this.ended;
  }

  /** One command that ends the container. What is not there yet, or not any more, has ended. */
  async #end(args: readonly string[], timeoutMs: number): Promise<void> {
    if (this.#child === undefined) return;
    try {
      await docker(args, { environment: this.#options.parentEnvironment, timeoutMs });
    } catch (error) {
      const message = messageOf(error);
      if (/no such container|is not running/i.test(message)) return;
      warnOfRemains(`The container ${this.#name} of a session may be left: ${message}`);
    }
  }

  async #run(): Promise<string> {
    const image = await Promise.race([this.#options.image, this.#stopped.promise]);
    if (image === undefined) return 'was stopped';
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
    this.#child = child;
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
      await this.#end(['rm', '--force', this.#name], this.#limits.killMs);
    }
  }

  async #follow(child: ChildProcess): Promise<string> {
    const log = createWriteStream(this.logFile, { flags: 'a' });
    for (const line of leftOutOfSession(this.#options.runtime)) log.write(line);
    log.on('error', (error) => warnOfRemains(`The log ${this.logFile} cannot be written: ${error.message}.`));
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
    // Null when Docker's own command was ended, because it did not answer.
    if (code === 137 || code === null) return 'was ended by SIGKILL';
    return `ended with exit code ${code}`;
  }

  #startError(what: string): SessionStartError {
    return new SessionStartError(
      `The workflow's container ${what} before it was ready. Log: ${this.logFile}\n${lastLines(this.logFile)}`.trimEnd(),
    );
  }
}

/** What a session's container is made from. */
export interface SessionContainerOptions extends SessionBackendOptions {
  /** The tag of the image; it may still be in the making. */
  readonly image: Promise<string>;
  /** Which local AWS the container belongs to. */
  readonly stateKey: string;
}
