import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { HEADER } from '../../lib/contract/headers.ts';
import { type Answer, type Call, post } from './calls.ts';
import { eventually } from './eventually.ts';
import type { LocalAws } from './local-aws.ts';
import { MARK, markedWith, signal, variableOf } from './processes.ts';
import { TellTale, type Told } from './told.ts';

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=faults/20300101/us-east-1/bedrock-agentcore/aws4_request, SignedHeaders=host, Signature=0';

/** A runtime session of local AWS. */
export class Session {
  readonly id = randomUUID();
  readonly told: TellTale;
  readonly #url: string;
  #mark: string | undefined;
  #folder: string | undefined;

  constructor(aws: LocalAws) {
    this.#url = `${aws.url}/runtimes/${encodeURIComponent(aws.runtimeArn)}`;
    this.told = new TellTale(aws.checkout.folder('session'));
  }

  call(deed: object): Call {
    return this.send(JSON.stringify({ tell: this.told.file, ...deed }));
  }

  /** Sends a body as it is. */
  send(body: string): Call {
    return post(`${this.#url}/invocations`, body, { headers: this.#headers() });
  }

  /** Process and run of its invocation. */
  async run(): Promise<Told> {
    const told = await this.told.run();
    this.#mark = variableOf(told.pid, MARK);
    const home = variableOf(told.pid, 'HOME');
    this.#folder = home === undefined ? undefined : path.dirname(home);
    return told;
  }

  /** `StopRuntimeSession`. */
  async stop(): Promise<Answer> {
    return await post(`${this.#url}/stopruntimesession`, '', { headers: this.#headers() }).answer;
  }

  processes(): readonly number[] {
    return this.#mark === undefined ? [] : markedWith(this.#mark);
  }

  /** Ends it. @returns what is left then that should not be */
  async finish(options: { readonly isServerGone?: boolean } = {}): Promise<readonly string[]> {
    if (options.isServerGone !== true) await this.stop();
    const left: string[] = [];
    const processes = await eventually(
      () => this.processes(),
      (pids) => pids.length === 0,
      13_000,
    );
    if (processes.length > 0) left.push(`${processes.length} processes`);
    for (const pid of processes) signal(pid, 'SIGKILL');
    const folder = this.#folder;
    if (
      folder !== undefined &&
      (await eventually(
        () => existsSync(folder),
        (is) => !is,
        3_000,
      ))
    ) {
      left.push(`the folder of the session`);
    }
    return left;
  }

  #headers(): Readonly<Record<string, string>> {
    return { authorization: AUTHORIZATION, [HEADER.sessionId]: this.id };
  }
}
