import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { Access } from '../access/access.ts';
import type { StoredRuntime } from '../agentcore/runtime-record.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import { admitSigned } from '../signed-requests.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { EventPages } from './event-pages.ts';
import { AWS_EVENT_STREAM_TYPE } from './event-stream-messages.ts';
import { logStreamArn } from './log-arn.ts';
import { LogGroups } from './log-groups.ts';
import { LogsError } from './logs-error.ts';
import { type LogsCall, logsOperations, refuseUnserved } from './operations/index.ts';
import { startLiveTail } from './operations/start-live-tail.ts';
import { RequestMembers } from './request-members.ts';
import { RunGroups, type UnexportedSteps } from './run-groups.ts';
import { RunsByGroup } from './runs-by-group.ts';
import { KnownFiles, RuntimeGroups } from './runtime-groups.ts';
import { WrittenGroups } from './written-groups.ts';

/**
 * As much of CloudWatch Logs as reads what runtimes print and runs do, and lets workflows write logs of their own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
export async function logsPlugin(app: FastifyInstance, options: LogsPluginOptions): Promise<void> {
  const { access } = options;
  const index = new RunsByGroup(options.store);
  const known = new KnownFiles();
  const pages = new EventPages();
  const inRegion = (region: string): Pick<LogsCall, 'groups' | 'written' | 'pages'> => {
    const written = new WrittenGroups({ ...options, region });
    const runtimes = new RuntimeGroups({ ...options, region, known });
    const groups = new LogGroups([runtimes, new RunGroups({ ...options, region, index }), written]);
    return { groups, written, pages };
  };
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_PAYLOAD_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (_request, reply) => {
    reply.header(HEADER.awsRequestId, randomUUID());
  });
  admitSigned(app, {
    service: 'logs',
    access,
    refuse: (reply, { status, name, message }) => sendError(reply, status, name, message),
  });
  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof LogsError) return sendError(reply, 400, error.name, error.message);
    const refusal = refusalOfBody(error, request, reply);
    if (refusal !== undefined) return sendError(reply, refusal.status, refusal.name, refusal.message);
    // Clients try again.
    return sendError(reply, 500, 'InternalFailure', messageWithStorage(error, options.stateDir));
  });
  app.post('/', { bodyLimit: MAX_PAYLOAD_BYTES }, async (request, reply) => {
    const name = operationIn(request);
    const ready = async (): Promise<LogsCall> => {
      const call = callOf(request, { name, access });
      refuseUnserved(name, call.input);
      await index.ready(closing.signal);
      return { ...inRegion(call.region), ...call };
    };
    if (name === LIVE_TAIL) {
      const call = await ready();
      const stream = startLiveTail(call, { signal: closing.signal });
      return reply.type(AWS_EVENT_STREAM_TYPE).send(stream);
    }
    const operation = Object.hasOwn(logsOperations, name) ? logsOperations[name] : undefined;
    if (operation === undefined) {
      const served = [...Object.keys(logsOperations), LIVE_TAIL].join(', ');
      throw new LogsError(
        'UnknownOperationException',
        `Local AWS does not serve ${name || 'this'} of CloudWatch Logs. It serves ${served}.`,
      );
    }
    const answer = operation(await ready());
    return reply.type(CONTENT_TYPE).send(JSON.stringify(answer));
  });
}

/** What CloudWatch Logs of local AWS needs. */
export interface LogsPluginOptions {
  readonly stateDir: string;
  readonly access: Access;
  readonly store: NovaActStore;
  readonly runtimes: () => readonly StoredRuntime[];
  readonly unexported: UnexportedSteps;
}

const LIVE_TAIL = 'StartLiveTail';
const CONTENT_TYPE = 'application/x-amz-json-1.1';

function operationIn({ headers }: FastifyRequest): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : '';
}

function callOf(
  request: FastifyRequest,
  { name, access }: { readonly name: string; readonly access: Access },
): Pick<LogsCall, 'input' | 'region' | 'authorize'> {
  const { region = LOCAL_REGION, localIdentity } = request.signature ?? {};
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const input = text === '' ? {} : parseJson(text);
  if (!isRecord(input)) throw new LogsError('SerializationException', 'The body is not a JSON object.');
  return {
    input: new RequestMembers(input),
    region,
    authorize: (group, stream) => {
      const resource = logStreamArn(region, group, stream);
      const refusal = access.refusalOf({ localIdentity, action: `logs:${name}`, resource });
      if (refusal !== undefined) throw new LogsError('AccessDeniedException', refusal.message);
    },
  };
}

function sendError(reply: FastifyReply, status: number, name: string, message: string): FastifyReply {
  return reply
    .code(status)
    .type(CONTENT_TYPE)
    .header(HEADER.errorType, name)
    .send(JSON.stringify({ __type: name, message }));
}
