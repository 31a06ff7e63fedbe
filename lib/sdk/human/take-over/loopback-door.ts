import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuseToBrowsers } from '../../../browser/network/browser-network.ts';
import { MAX_MESSAGE_BYTES } from '../../../contract/take-over.ts';
import { isLoopbackAuthority, isLoopbackUrl } from '../../../core/loopback.ts';
import { endConnection, OpenTakeOvers, UNKNOWN_TAKE_OVER } from './open-take-overs.ts';
import { HELLO_TIMEOUT_MS, readHello } from './read-hello.ts';
import { takeOverConnection } from './take-over-connection.ts';
import { MAX_DOOR_CONNECTIONS, type ReservedDoor, type TakeOverDoor } from './take-over-door.ts';

/**
 * A WebSocket of this process, for pages on this machine: for workflows that run without a host. It listens on 127.0.0.1 and a free port
 * from when it is first asked for until the last take-over has ended, and nobody is left who has asked for it.
 *
 * @throws Error when it cannot listen
 */
export async function loopbackDoor(): Promise<ReservedDoor> {
  for (;;) {
    current ??= LoopbackDoor.listen();
    const opening = current;
    try {
      const reserved = (await opening).reserve();
      if (reserved !== undefined) return reserved;
      // The last take-over has ended in the same moment.
    } catch (error) {
      if (current === opening) current = undefined;
      throw error;
    }
  }
}

/** The one that listens, or begins to. */
let current: Promise<LoopbackDoor> | undefined;

class LoopbackDoor {
  readonly channel: TakeOverDoor['channel'];
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #openToBrowsers: () => void;
  readonly #takeOvers = new OpenTakeOvers();
  /** Those who have asked for it, and those who have it open. */
  #users = 0;
  #isClosed = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.channel = { kind: 'loopback', url: `ws://127.0.0.1:${port}/` };
    // Pages in the browser of the workflow have no business there.
    this.#openToBrowsers = refuseToBrowsers(process.env, port);
    this.#sockets = new WebSocketServer({
      server,
      maxPayload: MAX_MESSAGE_BYTES,
      verifyClient: ({ req }: { readonly req: IncomingMessage }) => isOfThisMachine(req),
    });
    this.#sockets.on('connection', (socket) => this.#welcome(socket));
    // Whoever waits for a person waits by other means.
    server.unref();
  }

  static async listen(): Promise<LoopbackDoor> {
    const server = createServer(refuseRequest);
    server.requestTimeout = HELLO_TIMEOUT_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the WebSocket has no port');
    return new LoopbackDoor(server, address.port);
  }

  /** Its address is told before it is opened, so that it must not end meanwhile. @returns `undefined` when it has ended */
  reserve(): ReservedDoor | undefined {
    if (this.#isClosed) return undefined;
    const reserved = this.#use();
    return {
      channel: this.channel,
      open: (...given) => {
        if (this.#isClosed) throw new Error('the WebSocket was given back before it was opened');
        const use = this.#use();
        const opened = this.#takeOvers.open(...given);
        reserved[Symbol.dispose]();
        return {
          [Symbol.dispose]: () => {
            opened[Symbol.dispose]();
            use[Symbol.dispose]();
          },
        };
      },
      [Symbol.dispose]: () => reserved[Symbol.dispose](),
    };
  }

  #use(): Disposable {
    let isOver = false;
    this.#users += 1;
    return {
      [Symbol.dispose]: () => {
        if (isOver) return;
        isOver = true;
        this.#users -= 1;
        if (this.#users === 0) this.#close();
      },
    };
  }

  /** Once only: by then another one may listen. */
  #close(): void {
    this.#isClosed = true;
    current = undefined;
    this.#openToBrowsers();
    this.#server.close();
    // What people are told is on its way.
    setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
      this.#server.closeAllConnections();
    }, LAST_WORDS_MS).unref();
  }

  #welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (this.#sockets.clients.size > MAX_DOOR_CONNECTIONS) {
      socket.terminate();
      return;
    }
    const connection = takeOverConnection(socket);
    const timer = setTimeout(() => endConnection(connection, UNKNOWN_TAKE_OVER), HELLO_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(timer));
    socket.once('message', (data) => {
      clearTimeout(timer);
      this.#takeOvers.welcome(readHello(String(data))?.hello, connection);
    });
  }
}

/** A name of another site may lead here, too; pages of other sites may not come at all. */
function isOfThisMachine({ headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  return isLoopbackAuthority(host) && (origin === undefined || isLoopbackUrl(origin));
}

function refuseRequest(_request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(426, { 'content-type': 'text/plain', connection: 'close' })
    .end('This is a WebSocket.\n');
}

const LAST_WORDS_MS = 1_500;
