import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { InitializeMiddleware, MetadataBearer, Pluggable } from '@smithy/types';
import { npx } from '../../../lib/cli/command-line.ts';
import { openRunScope, type RunScope } from '../../../lib/cli/runs/run-scope.ts';
import { ACT_TRACE, type ActTrace } from '../../../lib/contract/act-trace.ts';
import { type InvocationRecord, recordKey, runKey } from '../../../lib/contract/invocation-record.ts';
import { sessionKeys } from '../../../lib/contract/session-keys.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import type { ActPlace } from '../../../lib/viewer/paths.ts';
import { withEnvironment } from '../../service/environment.ts';
import { PIXEL } from '../../viewer/sample-store.ts';

export const BUCKET = 'nova-act-local-artifacts';

/** Local AWS, seen through clients as `view` has them, and what its runs have left there. */
export async function startViewedAccount() {
  const directory = mkdtempSync(path.join(tmpdir(), 'viewed-account-'));
  const aws: LocalAws = await startLocalAws({ definitionsOnDemand: true });
  const environment = withEnvironment({
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    NOVA_ACT_STATE_DIR: undefined,
  });
  const opened = await openRunScope(
    {},
    {
      ...{ projectRoot: directory, directory, commandLine: npx, interactive: false },
      ...{ environment: process.env, interrupt: new AbortController().signal },
      ...{ stdout: () => {}, stderr: () => {} },
    },
  );
  const calls: string[] = [];
  const denied = new Set<string>();
  const watched = new WeakSet<object>();
  /** Refuses as AWS does: local AWS lets everybody do everything. */
  const watch = <C extends WatchedClient>(client: C): C => {
    if (watched.has(client)) return client;
    watched.add(client);
    const middleware: InitializeMiddleware<object, MetadataBearer> = (next, context) => async (args) => {
      const name = String(context.commandName).replace(/Command$/, '');
      const key = Reflect.get(args.input, 'Key');
      calls.push(typeof key === 'string' ? `${name} ${key}` : name);
      if (denied.has(name)) throw accessDenied(name);
      return await next(args);
    };
    client.middlewareStack.use({
      applyToStack: (stack) =>
        stack.add(middleware, { step: 'initialize', name: 'watchCalls', override: true }),
    });
    return client;
  };
  const scope: RunScope = {
    ...opened,
    client: watch(opened.client),
    s3: async () => watch(await opened.s3()),
    logs: async () => watch(await opened.logs()),
  };
  const put = async (key: string, body: string | Uint8Array): Promise<void> => {
    await (await opened.s3()).send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
  };
  return {
    aws,
    scope,
    client: opened.client,
    /** The calls that were made, with the key of an object. */
    calls,
    /** Names of the calls that are refused from now on. */
    denied,
    put,
    /** Stores a file of a session, as the SDK does. */
    putFile: async (
      { definitionName, runId, sessionId }: Omit<ActPlace, 'actId'>,
      name: string,
      body: string,
    ) => await put(`${definitionName}/${sessionKeys({ workflowRunId: runId, sessionId })}/${name}`, body),
    /** Notes in which invocation a run began, as hosts do. */
    async note(run: { definitionName: string; runId: string }, given: Partial<InvocationRecord> = {}) {
      const [session, request] = [randomUUID(), randomUUID()];
      const id = `${session}.${request}`;
      const startedAt = new Date().toISOString();
      const record = {
        id,
        status: 'SUCCEEDED',
        startedAt,
        endedAt: startedAt,
        sessionId: session,
        requestId: request,
      };
      await put(
        `${run.definitionName}/${runKey(run.runId)}`,
        JSON.stringify({ invocationId: id, startedAt }),
      );
      const whole = { ...record, workflowRunIds: [run.runId], ...given };
      await put(`${run.definitionName}/${recordKey(id, session)}`, JSON.stringify(whole));
      return request;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      environment[Symbol.dispose]();
      opened[Symbol.dispose]();
      await aws.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface WatchedClient {
  readonly middlewareStack: { use(plugin: Pluggable<object, MetadataBearer>): void };
}

export type ViewedAccount = Awaited<ReturnType<typeof startViewedAccount>>;

/** A trace of an act with a picture in one step. */
export function traceOf(
  act: ActPlace,
  changes: Partial<ActTrace> = {},
  image = dataUrl('image/jpeg'),
): ActTrace {
  const prompt = 'Return the heading';
  return {
    ...ACT_TRACE,
    sdk_version: '1.0.0',
    ...{ prompt, status: 'SUCCEEDED' },
    steps: [
      {
        ...{ number: 1, active_url: 'https://shop.example/', image, simplified_dom: '<h1>Shop</h1>' },
        ...{ at: '2026-03-01T09:00:02.000Z', width_px: 1600, height_px: 813 },
        program: {
          calls: [{ name: 'return', kwargs: { value: 'Shop' }, id: '1', is_tool: false, is_return: true }],
        },
      },
    ],
    metadata: {
      workflow_definition_name: act.definitionName,
      workflow_run_id: act.runId,
      session_id: act.sessionId,
      act_id: act.actId,
      ...{ prompt, num_steps_executed: 1, start_time: 1, end_time: 2, step_server_times_s: [] },
      ...{ time_worked_s: 1, human_wait_time_s: 0 },
    },
    ...changes,
  };
}

export function dataUrl(type: string): string {
  return `data:${type};base64,${PIXEL.toString('base64')}`;
}

function accessDenied(call: string): Error {
  const message = `User: arn:aws:sts::123456789012:assumed-role/Reader/me is not authorized to perform: ${call} because no identity-based policy allows it`;
  return Object.assign(new Error(message), {
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
  });
}
