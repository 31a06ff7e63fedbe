import { randomUUID } from 'node:crypto';
import { newInvocationId, recordKey, runKey } from '../../../../lib/contract/invocation-record.ts';
import { LOCAL_BUCKET } from '../../../../lib/contract/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../../lib/local/index.ts';
import { s3ArtifactStore } from '../../../../lib/runtime/s3-artifact-store.ts';
import {
  CreateWorkflowDefinitionCommand,
  CreateWorkflowRunCommand,
  NovaActClient,
  UpdateWorkflowRunCommand,
  type WorkflowRunStatus,
} from '../../../../lib/service/index.ts';

export const DEFINITION = 'shop';
const SESSION = 'session-0123456789-0123456789-0123456789';

/** Local AWS with a definition whose runs have been going on for a while, and what hosts have written of them. */
export async function startLostRunAccount() {
  const aws: LocalAws = await startLocalAws();
  const client = new NovaActClient({ endpoint: aws.url, region: 'us-east-1', credentials: KEYS });
  const store = s3ArtifactStore({
    bucket: LOCAL_BUCKET,
    prefix: DEFINITION,
    region: 'us-east-1',
    endpoint: aws.url,
  });
  await client.send(new CreateWorkflowDefinitionCommand({ name: DEFINITION }));

  /** Begins a run, long ago; a host writes what it writes when it begins one, unless it is a laptop's. */
  async function run(options: {
    readonly hoursAgo: number;
    readonly isRecorded?: boolean;
    readonly status?: WorkflowRunStatus;
  }) {
    const { hoursAgo, isRecorded = true, status } = options;
    const { workflowRunId } = await client.send(
      new CreateWorkflowRunCommand({
        workflowDefinitionName: DEFINITION,
        modelId: 'nova-act-latest',
        clientInfo: { compatibilityVersion: 1 },
      }),
    );
    const startedAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
    const made = aws.store.run(workflowRunId);
    if (made === undefined) throw new Error('There is no run.');
    aws.store.saveRun({ ...made, startedAt, status: status ?? made.status });
    const invocationId = newInvocationId(SESSION, randomUUID());
    const key = recordKey(invocationId, SESSION) ?? '';
    if (isRecorded) {
      const record = { id: invocationId, status: 'RUNNING', startedAt, payload: { city: 'Oslo' } };
      await store.put(key, JSON.stringify(record));
      await store.put(
        runKey(workflowRunId),
        JSON.stringify({ invocationId, definitionName: DEFINITION, startedAt }),
      );
    }
    return {
      runId: workflowRunId,
      status: () => aws.store.run(workflowRunId)?.status,
      record: async () => JSON.parse((await store.get(key)) ?? 'null'),
      write: (change: object) => store.put(key, JSON.stringify({ id: invocationId, startedAt, ...change })),
      succeed: () =>
        client.send(
          new UpdateWorkflowRunCommand({
            workflowDefinitionName: DEFINITION,
            workflowRunId,
            status: 'SUCCEEDED',
          }),
        ),
    };
  }

  return {
    url: aws.url,
    store,
    run,
    environment: {
      AWS_ENDPOINT_URL_NOVA_ACT: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
      NOVA_ACT_ARTIFACT_BUCKET: LOCAL_BUCKET,
      NOVA_ACT_ARTIFACT_PREFIX: DEFINITION,
      NOVA_ACT_WORKFLOW_DEFINITION_NAME: DEFINITION,
      LOST_AFTER_SECONDS: String(8.25 * 3600),
      EVERY_MINUTES: '15',
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await aws.close();
    },
  };
}

const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };
