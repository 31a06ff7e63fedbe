import { SERVICE_NAME } from '../contract/protocol.ts';
import { S3_OPERATIONS } from './s3/s3-operation.ts';
import type { WireProtocol } from './wire/error-answer.ts';

/**
 * What local AWS serves, by the names that requests are signed for: the operations of each service, and the protocol of its
 * errors. Whatever is listed here can fail on demand, and is named when something else is asked for.
 */
export const SERVED = {
  [SERVICE_NAME.novaAct]: {
    protocol: 'rest-json',
    operations: [
      'CreateWorkflowDefinition',
      'GetWorkflowDefinition',
      'DeleteWorkflowDefinition',
      'ListWorkflowDefinitions',
      'CreateWorkflowRun',
      'GetWorkflowRun',
      'UpdateWorkflowRun',
      'DeleteWorkflowRun',
      'ListWorkflowRuns',
      'CreateSession',
      'ListSessions',
      'CreateAct',
      'InvokeActStep',
      'UpdateAct',
      'ListActs',
      'ListModels',
    ],
  },
  [SERVICE_NAME.agentCore]: {
    protocol: 'rest-json',
    operations: ['InvokeAgentRuntime', 'StopRuntimeSession', 'GetAgentRuntime'],
  },
  [SERVICE_NAME.s3]: {
    protocol: 's3',
    operations: S3_OPERATIONS,
  },
  [SERVICE_NAME.sts]: {
    protocol: 'query',
    operations: ['GetCallerIdentity', 'AssumeRole'],
  },
  [SERVICE_NAME.secretsManager]: {
    protocol: 'json',
    operations: ['GetSecretValue', 'DescribeSecret'],
  },
  [SERVICE_NAME.sns]: {
    protocol: 'query',
    operations: ['Publish'],
    // It may have subscribers, whom nobody would tell here.
    isOfUpstream: true,
  },
  logs: {
    protocol: 'json',
    operations: [
      'DescribeLogGroups',
      'DescribeLogStreams',
      'GetLogEvents',
      'FilterLogEvents',
      'StartLiveTail',
      'CreateLogGroup',
      'CreateLogStream',
      'PutLogEvents',
    ],
  },
} as const satisfies Readonly<Record<string, ServedService>>;

/** An operation that local AWS serves. */
export type ServedOperation = (typeof SERVED)[keyof typeof SERVED]['operations'][number];

/** All operations that local AWS serves. */
export const SERVED_OPERATIONS: readonly ServedOperation[] = Object.values(SERVED).flatMap(
  ({ operations }): readonly ServedOperation[] => operations,
);

/** What is served of a service; `undefined` when local AWS does not have it. */
export function servedOf(service: string): ServedService | undefined {
  return isServedService(service) ? SERVED[service] : undefined;
}

/** The protocol of the service that has an operation. */
export function protocolOf(operation: ServedOperation): WireProtocol {
  const services: readonly ServedService[] = Object.values(SERVED);
  return services.find(({ operations }) => operations.includes(operation))?.protocol ?? 'rest-json';
}

/** A service of which local AWS has at least a part. */
export interface ServedService {
  readonly protocol: WireProtocol;
  readonly operations: readonly string[];
  /** Whether an emulator, where there is one, has all of it instead. @default false */
  readonly isOfUpstream?: boolean;
}

function isServedService(service: string): service is keyof typeof SERVED {
  return Object.hasOwn(SERVED, service);
}
