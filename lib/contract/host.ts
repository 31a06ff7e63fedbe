import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';

/** How AgentCore talks to a runtime: each runtime has one protocol. */
export const SERVER_PROTOCOLS = ['HTTP', 'MCP'] as const;
export type ServerProtocol = (typeof SERVER_PROTOCOLS)[number];

/**
 * Paths that the host in the container serves: `ping` in both protocols, `mcp` with that of the same name, the others with HTTP.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
 */
export const HOST_PATH = {
  invocations: '/invocations',
  ping: '/ping',
  webSocket: '/ws',
  mcp: '/mcp',
} as const;

/** Why a WebSocket is closed, by the side of the host. @see https://www.iana.org/assignments/websocket/websocket.xml#close-code-number */
export const CLOSE_CODE = {
  goingAway: 1001,
  policyViolation: 1008,
  messageTooBig: 1009,
  internalError: 1011,
  tryAgainLater: 1013,
} as const;

/** The port that AgentCore calls, by the protocol of the runtime. */
export const HOST_PORT: Readonly<Record<ServerProtocol, number>> = { HTTP: 8080, MCP: 8000 };

/** What AgentCore reads to decide whether a session is idle. */
export type PingStatus = 'Healthy' | 'HealthyBusy';

/** The body of `GET /ping`. */
export interface PingReport {
  readonly status: PingStatus;
  /** Unix seconds of the last change of status, not of the last ping: a clock that ticks would defeat the idle limit. */
  readonly time_of_last_update: number;
}

/** What the host tells the program that started it, over Node's channel, once it listens. */
export interface ListeningMessage {
  readonly type: typeof LISTENING_TYPE;
  readonly port: number;
}

/** Whether a container is busy, by the body of its ping. */
export function isBusy(body: unknown): boolean {
  const busy: PingStatus = 'HealthyBusy';
  return isRecord(body) && body.status === busy;
}

const LISTENING_TYPE = 'nova-act-runtime-listening';
/** The message of the log line by which the host says, with the member `port`, that it listens. */
export const LISTENING_LINE = 'listening';

/** Makes a {@link ListeningMessage}. */
export function listeningMessage(port: number): ListeningMessage {
  return { type: LISTENING_TYPE, port };
}

/** The port in a {@link ListeningMessage}; `undefined` for every other message. */
export function portInMessage(message: unknown): number | undefined {
  return isRecord(message) && message.type === LISTENING_TYPE ? portOf(message) : undefined;
}

/** The port in the log line that says that the host listens; `undefined` for every other line. */
export function portInLine(line: string): number | undefined {
  const entry = parseJson(line);
  return isRecord(entry) && entry.message === LISTENING_LINE ? portOf(entry) : undefined;
}

function portOf({ port }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof port === 'number' ? port : undefined;
}
