import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { portInLine } from '../../lib/contract/host.ts';
import type { Failure } from '../../lib/local/failures/index.ts';
import { type Call, callHost, type WayIn } from './calls.ts';
import { baseEnvironment } from './checkout.ts';
import { Child } from './child.ts';
import { eventually } from './eventually.ts';
import type { LocalAws } from './local-aws.ts';
import { MARK, markedWith, signal } from './processes.ts';
import { type ServiceProxy, startServiceProxy } from './service-proxy.ts';
import { TellTale } from './told.ts';

const START_LIMIT_MS = 20_000;
/** What the host promises after SIGTERM is 10 s. */
const END_LIMIT_MS = 12_000;

/** A bundle that runs as in its container, with services that fail as they are told. */
export class Host {
  readonly url: string;
  readonly process: Child;
  readonly told: TellTale;
  readonly #folder: string;
  readonly #mark: string;
  readonly #proxy: ServiceProxy;
  readonly #session = randomUUID();

  private constructor(parts: {
    readonly url: string;
    readonly process: Child;
    readonly folder: string;
    readonly mark: string;
    readonly proxy: ServiceProxy;
  }) {
    this.url = parts.url;
    this.process = parts.process;
    this.#folder = parts.folder;
    this.#mark = parts.mark;
    this.#proxy = parts.proxy;
    this.told = new TellTale(parts.folder);
  }

  static async start(aws: LocalAws, failures: readonly Failure[]): Promise<Host> {
    const proxy = await startServiceProxy(aws.url, failures);
    const folder = aws.checkout.folder('host');
    const mark = randomUUID();
    for (const name of ['home', 'tmp', 'work']) mkdirSync(path.join(folder, name));
    const child = new Child(['--enable-source-maps', path.join(aws.bundleDir('probe'), 'main.mjs')], {
      cwd: path.join(folder, 'work'),
      env: {
        ...baseEnvironment(),
        ...aws.environment,
        AWS_ENDPOINT_URL_NOVA_ACT: proxy.url,
        AWS_ENDPOINT_URL_S3: proxy.url,
        NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
        NOVA_ACT_RUNTIME_PORT: '0',
        NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'faults-probe',
        NOVA_ACT_ARTIFACT_BUCKET: 'nova-act-local-artifacts',
        NOVA_ACT_ARTIFACT_PREFIX: 'faults-probe',
        HOME: path.join(folder, 'home'),
        TMPDIR: path.join(folder, 'tmp'),
        [MARK]: mark,
      },
    });
    const port = await eventually(
      () => child.stdout().split('\n').map(portInLine).find(Number),
      (found) => found !== undefined || child.end !== undefined,
      START_LIMIT_MS,
    );
    if (port === undefined) {
      child.kill('SIGKILL');
      await proxy.close();
      throw new Error(`the host did not start: ${child.stdout()}${child.stderr()}`);
    }
    return new Host({ url: `http://127.0.0.1:${port}`, process: child, folder, mark, proxy });
  }

  call(deed: object, way: WayIn = 'json'): Call {
    return callHost(this.url, way, { tell: this.told.file, ...deed }, this.#session);
  }

  /** What `GET /ping` says. */
  async ping(): Promise<string> {
    const answer = await fetch(`${this.url}/ping`);
    return String(Reflect.get(Object(await answer.json()), 'status'));
  }

  /** Its own process and those of its browsers. */
  processes(): readonly number[] {
    return markedWith(this.#mark);
  }

  /** Waits until its process has ended. @returns how, `undefined` when it has not */
  async end(withinMs = END_LIMIT_MS): Promise<number | NodeJS.Signals | undefined> {
    return await eventually(
      () => this.process.end,
      (end) => end !== undefined,
      withinMs,
    );
  }

  /** Ends it. @returns what is left then that should not be */
  async finish(): Promise<readonly string[]> {
    const left: string[] = [];
    this.process.kill('SIGTERM');
    if ((await this.end()) === undefined) left.push(`the host runs ${END_LIMIT_MS / 1000} s after SIGTERM`);
    this.process.kill('SIGKILL');
    const processes = await eventually(
      () => this.processes(),
      (pids) => pids.length === 0,
      3_000,
    );
    if (processes.length > 0) left.push(`${processes.length} processes`);
    for (const pid of processes) signal(pid, 'SIGKILL');
    const files = readdirSync(path.join(this.#folder, 'tmp'));
    if (files.length > 0) left.push(`files: ${files.join(', ')}`);
    await this.#proxy.close();
    return left;
  }
}
