import type { Failure } from '../../lib/local/failures/index.ts';
import type { Answer } from './calls.ts';
import type { Checkout } from './checkout.ts';
import { eventually } from './eventually.ts';
import type { Question } from './fault.ts';
import { Host } from './host.ts';
import { LocalAws } from './local-aws.ts';
import { startServiceProxy } from './service-proxy.ts';
import { Session } from './session.ts';
import type { Told } from './told.ts';

/** Where one fault is played: what it may use, and where it says what became of it. */
export class Stage {
  /** Shared with other faults: it must not be harmed. */
  readonly aws: LocalAws;
  readonly checkout: Checkout;
  readonly wrong: Readonly<Record<Question, string[]>> = { status: [], data: [], left: [] };
  hasData = false;
  readonly #ends: (() => Promise<readonly string[]>)[] = [];

  constructor(aws: LocalAws) {
    this.aws = aws;
    this.checkout = aws.checkout;
  }

  /** A host whose services fail as told; it is ended, and looked after, when the fault has been played. */
  async host(...failures: readonly Failure[]): Promise<Host> {
    const host = await Host.start(this.aws, failures);
    this.#ends.push(() => host.finish());
    return host;
  }

  /** A session of local AWS, likewise. */
  session(aws = this.aws): Session {
    const session = new Session(aws);
    this.#ends.push(() => session.finish({ isServerGone: aws.process.end !== undefined }));
    return session;
  }

  /** A local AWS that may be harmed. */
  async ownAws(options: { readonly stateDir?: string; readonly port?: number } = {}): Promise<LocalAws> {
    const aws = await LocalAws.start(this.checkout, options);
    this.atEnd(async () => {
      if (aws.process.end === undefined) await aws.stop();
      return [];
    });
    return aws;
  }

  /** Stands in front of a local AWS, and fails as told. @returns its address */
  async proxy(target: string, ...failures: readonly Failure[]): Promise<string> {
    const proxy = await startServiceProxy(target, failures);
    this.atEnd(async () => {
      await proxy.close();
      return [];
    });
    return proxy.url;
  }

  /** Does something at the end, last thing first. @param end returns what is left that should not be */
  atEnd(end: () => Promise<readonly string[]>): void {
    this.#ends.push(end);
  }

  /** Says what was found. @param isRight what it is worth */
  expect(question: Question, isRight: boolean, found: string): void {
    if (question === 'data') this.hasData = true;
    if (!isRight) this.wrong[question].push(found);
  }

  /** The answer has a status and a text. */
  answered(answer: Answer, status: number | readonly number[], text: RegExp): void {
    const isRight = [status].flat().includes(answer.status) && text.test(answer.text);
    this.expect('status', isRight, `answer ${answer.status}: ${answer.text.slice(0, 160)}`);
  }

  /** The run gets to a status. */
  async run(told: Pick<Told, 'runId'>, status: string, options: RunOptions = {}): Promise<void> {
    const { aws = this.aws, withinMs = 8_000 } = options;
    const found = await eventually(
      () => aws.runStatus(told.runId),
      (is) => is === status,
      withinMs,
    );
    this.expect('status', found === status, `run ${found}, not ${status}`);
  }

  /** The record of the run's invocation gets to a status, and says something. */
  async record(
    told: Pick<Told, 'runId'>,
    status: 'RUNNING' | 'SUCCEEDED' | 'FAILED',
    says: RegExp,
    aws = this.aws,
  ): Promise<void> {
    const record = await eventually(
      () => aws.recordOf(told.runId),
      (is) => is?.status === status,
      5_000,
    );
    const text = record && JSON.stringify(record);
    this.expect('data', text !== undefined, 'no record of the invocation');
    if (text === undefined) return;
    const isRight = record?.status === status && says.test(text);
    this.expect(
      'status',
      isRight,
      `record ${record?.status}: ${JSON.stringify([record?.result, record?.error, record?.exit])}`,
    );
  }

  /** Ends everything. */
  async finish(): Promise<void> {
    for (const end of this.#ends.reverse()) {
      try {
        for (const what of await end()) this.expect('left', false, what);
      } catch (error) {
        this.expect('left', false, String(error));
      }
    }
  }
}

interface RunOptions {
  readonly aws?: LocalAws;
  readonly withinMs?: number;
}
