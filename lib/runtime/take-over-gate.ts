import { CLOSE_CODE } from '../contract/host.ts';
import type { OpenTakeOvers } from '../sdk/human/take-over/open-take-overs.ts';
import { HELLO_TIMEOUT_MS, helloIn } from '../sdk/human/take-over/read-hello.ts';
import {
  closeConnection,
  type PageSocket,
  takeOverConnection,
} from '../sdk/human/take-over/take-over-connection.ts';
import { MAX_DOOR_CONNECTIONS } from '../sdk/human/take-over/take-over-door.ts';

/**
 * Lets people come to their take-overs, and nobody do anything else: whatever is not a hello runs nothing, asks for nothing, and ends the
 * connection. Whoever has the address of a take-over has no more by it.
 */
export class TakeOverGate {
  readonly #takeOvers: Pick<OpenTakeOvers, 'welcome'>;
  #count = 0;

  constructor(takeOvers: Pick<OpenTakeOvers, 'welcome'>) {
    this.#takeOvers = takeOvers;
  }

  /** Takes a connection, before its first message can come. */
  admit(socket: GateSocket): void {
    if (this.#count >= MAX_DOOR_CONNECTIONS) {
      closeConnection(socket, CLOSE_CODE.tryAgainLater, 'Too many are connected. Try again in a moment.');
      return;
    }
    this.#count += 1;
    const silent = setTimeout(() => refuse(socket), HELLO_TIMEOUT_MS);
    socket.on('close', () => {
      this.#count -= 1;
      clearTimeout(silent);
    });
    const hear = (data: Uint8Array): void => {
      clearTimeout(silent);
      // From now on it belongs to the take-over, or to nobody.
      socket.off('message', hear);
      const greeted = helloIn(data);
      if (greeted === undefined) refuse(socket);
      else this.#takeOvers.welcome(greeted.hello, takeOverConnection(socket));
    };
    socket.on('message', hear);
  }
}

/** What is needed of a WebSocket. */
export interface GateSocket extends PageSocket {
  on(event: 'message', listener: (data: Uint8Array) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'message', listener: (data: Uint8Array) => void): unknown;
}

/** In at most 123 bytes, which a close frame has room for. */
const ONLY_TAKE_OVERS =
  'Only for people who take over the browser: nothing was run. Programs call InvokeAgentRuntime.';

/** Programs read events; others the reason of the close frame. */
function refuse(socket: GateSocket): void {
  const error = { name: 'Forbidden', message: ONLY_TAKE_OVERS };
  socket.send(JSON.stringify({ type: 'error', error }), () => undefined);
  closeConnection(socket, CLOSE_CODE.policyViolation, ONLY_TAKE_OVERS);
}
