import { type Server, serve } from './processes.ts';
import { python } from './python.ts';

/** moto, with stand-ins for the types that its CloudFormation does not know. */
export interface Moto extends Server {
  readonly port: number;
  /** The types that stand-ins stand in for. */
  readonly standIns: readonly string[];
}

/** Starts moto on a free port of loopback. */
export async function startMoto(): Promise<Moto> {
  const tools = await python();
  const server = await serve(tools.executable, [tools.script('moto_server')]);
  const { port, standIns } = Object(server.ready);
  if (typeof port !== 'number') throw new Error(`moto said something else: ${JSON.stringify(server.ready)}`);
  return { ...server, port, standIns };
}
