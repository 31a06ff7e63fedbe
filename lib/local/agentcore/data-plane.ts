import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEADER, LOCAL_HEADER } from '../../contract/headers.ts';
import type { Access } from '../access/access.ts';
import { AgentCoreError } from './agent-core-error.ts';
import type { ForwardLimits } from './forward.ts';
import { checkHeaders } from './model-headers.ts';
import { queryOf } from './request.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { RuntimeRegistry } from './runtime-registry.ts';
import { selectRuntime } from './select-runtime.ts';
import type { Session } from './session.ts';
import type { SessionLedger } from './session-ledger.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';
import type { TokenedCalls } from './tokened-calls.ts';
import type { Upgrades } from './upgrades.ts';

/** What the operations on runtimes and their sessions work with. */
export interface DataPlane {
  readonly registry: RuntimeRegistry;
  readonly sessions: Sessions;
  readonly ledger: SessionLedger;
  readonly throttle: Throttle;
  /** Calls of `StopRuntimeSession` that may be repeated. */
  readonly stops: TokenedCalls;
  readonly limits: ForwardLimits;
  /** Requests that want to become WebSockets. */
  readonly upgrades: Upgrades;
  /** @default everything is allowed */
  readonly access?: Access | undefined;
  /** The address that processes reach local AWS at. */
  readonly endpointUrl: () => string;
  /** The path of the viewer; answers name it. */
  readonly viewerPath?: string | undefined;
}

/** The runtime that a request is for. @throws {@link AgentCoreError} when there is none, or a header is wrong. */
export function runtimeOf(
  request: FastifyRequest,
  wanted: string,
  { registry }: Pick<DataPlane, 'registry'>,
): RuntimeRecord {
  checkHeaders(request.headers);
  const query = queryOf(request.url);
  return selectRuntime({
    runtimes: registry.listStored(),
    wanted,
    qualifier: query.get('qualifier') ?? undefined,
    accountId: query.get('accountId') ?? undefined,
    region: request.signature?.region,
  });
}

/** The session of a call, started if it is not there. @throws {@link AgentCoreError} when there are too many calls. */
export async function sessionFor(
  { sessions, throttle, endpointUrl }: DataPlane,
  { runtime, sessionId }: { readonly runtime: RuntimeRecord; readonly sessionId: string },
): Promise<Session> {
  if (!throttle.take(`${runtime.arn}:${runtime.endpointName}`)) {
    throw new AgentCoreError(
      'ThrottlingException',
      `Rate exceeded for endpoint ${runtime.endpointName} of ${runtime.id}.`,
    );
  }
  return sessions.openReachable({ runtime, sessionId, endpointUrl: endpointUrl() });
}

/** What a caller is told of the session that takes the call, whatever comes of it. */
export function sessionHeaders(
  { viewerPath, endpointUrl }: DataPlane,
  session: Session,
): Record<string, string> {
  return {
    [HEADER.sessionId]: session.id,
    [LOCAL_HEADER.logFile]: encodeURI(session.backend.logFile),
    ...(viewerPath !== undefined && { [LOCAL_HEADER.viewer]: `${endpointUrl()}${viewerPath}/` }),
  };
}

/** Answers one operation. */
export type RuntimeOperation = (call: {
  readonly plane: DataPlane;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly runtime: RuntimeRecord;
  /** Of this call. */
  readonly requestId: string;
}) => Promise<FastifyReply>;
