import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { MAX_WAIT_SECONDS } from '../../contract/envelope.ts';
import { mcpToolNames } from '../../contract/mcp-tools.ts';
import { within } from '../../core/async.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import { progressLine } from '../../sdk/run/console-progress.ts';
import { payloadReader } from '../../sdk/run/workflow-payload.ts';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';
import type { ServedWork } from '../base-app.ts';
import { describeError } from '../describe-error.ts';
import type { RequestHeaders } from '../invocation-context.ts';
import { progressTo } from './progress-to.ts';
import type { McpTool } from './tool-description.ts';
import { failedResult, recordResult, resultOf } from './tool-result.ts';
import { uncheckedSchema } from './unchecked-schema.ts';

/** The tools of a workflow, for one request. The life of a run is its own: it goes on when its caller has gone. */
export function workflowTools(served: ServedTools, caller: ToolCaller): McpServer {
  const { tool, input, maxWaitMs, invocations, records } = served;
  const { headers, sessionId } = caller;
  const names = mcpToolNames(tool.name);
  const about = tool.description ?? `Runs the workflow ${tool.name}, which works in a browser.`;
  const minutes = Math.round(maxWaitMs / 60_000);
  const server = new McpServer(
    { name: tool.name, version: PACKAGE_VERSION },
    { capabilities: { tools: { listChanged: false } } },
  );

  server.registerTool(
    names.run,
    {
      description: `${about} Waits for its end; of one that takes longer than ${minutes} minutes the answer has an id for ${names.status}.`,
      inputSchema: uncheckedSchema(input),
    },
    async (payload, context): Promise<CallToolResult> => {
      const admission = invocations.admit(headers);
      if ('error' in admission) return failedResult(admission.error);
      const progress = progressTo(context);
      const run = admission.start(payload, (event) => progress(progressLine(event).trim()));
      // Who loses the connection can ask for the result.
      progress(`run ${run.id} started`);
      let hasEnded = false;
      void caller.gone.then(() => {
        if (!hasEnded) run.leave();
        admission.answered();
      });
      const outcome = await within({ work: run.outcome, timeoutMs: maxWaitMs, fallback: undefined });
      hasEnded = outcome !== undefined;
      return outcome === undefined ? recordResult(run.leave(), names.status) : resultOf(outcome);
    },
  );
  server.registerTool(
    names.start,
    {
      description: `${about} Does not wait: the answer has an id for ${names.status}. For what may take longer than a call may last.`,
      inputSchema: uncheckedSchema(input),
    },
    async (payload): Promise<CallToolResult> => {
      const admission = invocations.admit(headers);
      if ('error' in admission) return failedResult(admission.error);
      void caller.gone.then(admission.answered);
      return recordResult(await admission.begin(payload), names.status);
    },
  );
  server.registerTool(
    names.status,
    {
      description: `Says how a run of ${names.run} is going, and gives its result when it has ended. Waits ${DEFAULT_WAIT_SECONDS} s for its end unless waitSeconds says otherwise.`,
      inputSchema: uncheckedSchema(STATUS_INPUT),
      annotations: { readOnlyHint: true },
    },
    async (question): Promise<CallToolResult> => {
      try {
        const { id, waitSeconds = DEFAULT_WAIT_SECONDS } = await readQuestion(question);
        const answer = await records.status({ id, sessionId, waitMs: waitSeconds * 1000 });
        return recordResult(answer, names.status);
      } catch (error) {
        return failedResult(describeError(error));
      }
    },
  );
  return server;
}

/** What the tools stand for. */
export interface ServedTools extends ServedWork {
  readonly tool: McpTool;
  /** What the workflow takes. */
  readonly input: JsonSchema;
  readonly maxWaitMs: number;
}

/** Who calls a tool. */
export interface ToolCaller {
  readonly headers: RequestHeaders;
  readonly sessionId: string | undefined;
  /** Resolves when the answer has been sent, or cannot be any more. */
  readonly gone: Promise<void>;
}

/** Clients mostly wait a minute for an answer. */
const DEFAULT_WAIT_SECONDS = 20;

const STATUS_INPUT = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'The id that the call which began the run was answered with.' },
    waitSeconds: { type: 'number', minimum: 0, maximum: MAX_WAIT_SECONDS },
  },
  required: ['id'],
  additionalProperties: false,
} as const;

const readQuestion = payloadReader(STATUS_INPUT);
