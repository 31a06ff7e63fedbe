import { runHost, type WorkflowModule } from '../host.ts';
import { serveMcp } from './serve-mcp.ts';
import { type McpTool, toolInputOf } from './tool-description.ts';

/**
 * The program in the bundle of a workflow that is deployed as a tool: what `runRuntimeHost` is for HTTP, for the MCP contract of
 * AgentCore. Variables of the environment, signals and exit codes are the same; the port is 8000 unless `NOVA_ACT_RUNTIME_PORT`
 * says otherwise.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
 */
export async function runMcpHost(options: {
  readonly load: () => Promise<WorkflowModule>;
  readonly tool: McpTool;
}): Promise<void> {
  const { tool } = options;
  const load = async (): Promise<WorkflowModule> => {
    const workflow = await options.load();
    // A payload that no tool can take is like a workflow that cannot be loaded.
    toolInputOf(workflow.main);
    return workflow;
  };
  await runHost({
    load,
    protocol: 'MCP',
    serve: (served, loaded) =>
      serveMcp({ ...served, tool, toolInput: async () => toolInputOf((await loaded()).main) }),
  });
}
