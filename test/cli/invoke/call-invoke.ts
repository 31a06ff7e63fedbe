import { npmRun } from '../../../lib/cli/command-line.ts';
import { type InvokeContext, invoke } from '../../../lib/cli/invoke/invoke.ts';
import type { InvokeArguments } from '../../../lib/cli/invoke/options.ts';
import { withEnvironment } from '../../service/environment.ts';

/** The names that the invocations of the tests find in the project. */
export const WORKFLOW_NAMES = ['getting-started', 'form-filling'];

/** Calls the command in this process, whose environment is what AWS clients read. */
export async function callInvoke(
  args: InvokeArguments,
  context: Partial<InvokeContext> = {},
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  using _environment = withEnvironment(context.environment ?? {});
  let stdout = '';
  let stderr = '';
  const exitCode = await invoke(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    interactive: false,
    environment: {},
    directory: '/',
    projectRoot: context.directory ?? '/',
    commandLine: npmRun,
    interrupt: new AbortController().signal,
    workflowNames: async () => WORKFLOW_NAMES,
    ...context,
  });
  return { exitCode, stdout, stderr };
}
