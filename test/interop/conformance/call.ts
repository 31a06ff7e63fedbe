import { messageOf } from '../../../lib/core/errors.ts';
import { type Outcome, type Row, resultOf } from './row.ts';
import type { World } from './world.ts';

/** An operation as every client knows it: by the names of the service's model. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly how?: string | undefined;
  readonly input: (state: State) => Members;
  /** Whether this must come back; and keeps what later calls need. */
  readonly comes: (output: Members, state: State) => boolean;
}

/** Calls of one service. */
export function callsOf(service: string, calls: readonly Omit<Call, 'service'>[]): readonly Call[] {
  return calls.map((call) => ({ ...call, service }));
}

/** Members of an input or output. */
export type Members = Readonly<Record<string, unknown>>;

/** What the calls of one client are about. */
export interface State extends World {
  /** Names of what this client makes begin with it. */
  readonly own: string;
  /** One for all calls of a client: another would start another process and browser. */
  readonly sessionId: string;
  /** What came back before. */
  readonly kept: Map<string, string>;
}

/** Calls an operation with a client. @throws Error with what the client shows */
export type Caller = (
  call: Pick<Call, 'service' | 'operation'> & { readonly input: Members },
) => Promise<Members>;

/** Plays calls in order with one client: each may need what came of those before. */
export async function play(
  client: string,
  world: World,
  calls: readonly Call[],
  caller: Caller,
): Promise<readonly Row[]> {
  const state = newState(client, world);
  const rows: Row[] = [];
  for (const { service, operation, how = '', input, comes } of calls) {
    const outcome = await outcomeOf(async () => {
      const came = await caller({ service, operation, input: input(state) });
      return { right: comes(came, state), came };
    });
    rows.push({ service, operation, how, client, result: resultOf(outcome) });
  }
  return rows;
}

export function newState(client: string, world: World): State {
  const own = `conformance-${client.toLowerCase().replace(/[^a-z\d]+/g, '-')}`.replace(/-$/, '');
  return { ...world, own, sessionId: `${own}-${crypto.randomUUID()}`, kept: new Map() };
}

/** What became of it, an error included. */
export async function outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return { right: false, error: messageOf(error) };
  }
}

/** Keeps a member for later calls; whether it is a text. */
export function keep(state: State, output: Members, member: string, as = member): boolean {
  const value = output[member];
  if (typeof value !== 'string') return false;
  state.kept.set(as, value);
  return true;
}

/** A list among the members. */
export function listIn(output: Members, member: string): readonly Members[] {
  const list = output[member];
  return Array.isArray(list) ? list.map((item) => Object(item)) : [];
}
