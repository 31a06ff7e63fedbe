import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { S3Client } from '@aws-sdk/client-s3';
import type { NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandLine } from '../command-line.ts';
import type { CommandTarget } from '../target.ts';

/** What it takes to look up runs and what is kept of them. */
export interface RecordsAccess {
  readonly target: CommandTarget;
  readonly client: NovaActClient;
  /** One client of CloudWatch Logs, made when it is first asked for. */
  readonly logs: () => Promise<CloudWatchLogsClient>;
  /** One client of S3, made when it is first asked for. */
  readonly s3: () => Promise<S3Client>;
  /** Goes with each call: Ctrl-C ends it. */
  readonly call: { readonly abortSignal: AbortSignal };
  /** How a command is called that works where this one does. */
  readonly commandLine: CommandLine;
  /** The artifact bucket in the outputs of what is deployed with a definition, for one that exports nothing. */
  readonly bucketInOutputs: (definitionName: string) => string | undefined;
}

/** Access to the runs of a target. */
export async function recordsAccess(
  target: CommandTarget,
  parts: Pick<RecordsAccess, 'call' | 'bucketInOutputs'> & {
    readonly context: Pick<CommandContext, 'commandLine'>;
  },
): Promise<RecordsAccess> {
  const { NovaActClient } = await import('../../service/client.ts');
  let logs: Promise<CloudWatchLogsClient> | undefined;
  let s3: Promise<S3Client> | undefined;
  const { context, ...given } = parts;
  return {
    ...given,
    target,
    commandLine: target.commandLine(context),
    client: await target.client((config) => new NovaActClient(config)),
    logs: async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      logs ??= target.client((config) => new CloudWatchLogsClient(config));
      return await logs;
    },
    s3: async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      s3 ??= target.client((config) => new S3Client({ ...config, forcePathStyle: target.isLocal }));
      return await s3;
    },
  };
}
