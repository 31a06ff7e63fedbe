import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeOutputsFile } from '../../../lib/catalog/outputs-file.ts';
import type { CommandContext } from '../../../lib/cli/command-context.ts';
import { type InvocationRecord, recordKey, runKey } from '../../../lib/contract/invocation-record.ts';
import { LOCAL_REGION } from '../../../lib/contract/local-account.ts';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { replaceFile } from '../../../lib/core/files.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { DEFINITION, startWithBareHost } from '../../local/agentcore/bare-host.ts';
import { callCommand } from '../call-command.ts';

/** A project whose local AWS runs with one workflow, `bare`, of definition {@link DEFINITION}, and its commands on runs. */
export async function startRunsProject() {
  const bare = await startWithBareHost();
  const projectRoot = mkdtempSync(path.join(tmpdir(), 'runs-project-'));
  const endNote = noteRunning(bare.stateDir, { url: bare.aws.url, region: LOCAL_REGION });
  writeOutputsFile({
    file: path.join(bare.stateDir, 'cdk-outputs.json'),
    stacks: { 'NovaActWorkflow-bare': { RuntimeArn: bare.arn, WorkflowDefinitionName: DEFINITION } },
  });
  const client = new NovaActClient({ endpoint: bare.aws.url, credentials: makeLocalCredentials() });
  return {
    bare,
    client,
    /** Notes a run as hosts of this project do. @returns the id of its invocation */
    noteInvocation(
      runId: string,
      record: Partial<InvocationRecord> = {},
      session: string = randomUUID(),
    ): string {
      const id = `${session}.${randomUUID()}`;
      const folder = path.join(bare.stateDir, 'artifacts', DEFINITION);
      const startedAt = new Date().toISOString();
      replaceFile(path.join(folder, runKey(runId)), JSON.stringify({ invocationId: id, startedAt }));
      const whole = { id, status: 'RUNNING', startedAt, workflowRunIds: [runId], ...record };
      replaceFile(path.join(folder, recordKey(id, session) ?? ''), JSON.stringify(whole));
      return id;
    },
    /** The newest run. */
    lastRun: (): string => bare.aws.store.runs().at(-1)?.runId ?? '',
    /** `runs …` on that local AWS. */
    runs: (args: readonly string[], context: Partial<CommandContext> = {}) =>
      callCommand(['runs', ...args, '--local', '--state-dir', bare.stateDir], { projectRoot, ...context }),
    async [Symbol.asyncDispose](): Promise<void> {
      client.destroy();
      endNote();
      await bare[Symbol.asyncDispose]();
      rmSync(projectRoot, { recursive: true, force: true });
    },
  };
}

export type RunsProject = Awaited<ReturnType<typeof startRunsProject>>;
