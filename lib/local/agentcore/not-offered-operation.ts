import { AgentCoreError } from './agent-core-error.ts';
import type { RuntimeOperation } from './data-plane.ts';

/**
 * What is asked of `/invocations` by another method than POST: by clients of MCP, which go on without it when they hear so. It is not known
 * what the service answers.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server
 */
export const notOfferedOperation: RuntimeOperation = async ({ request }) => {
  throw new AgentCoreError(
    'MethodNotAllowedException',
    `${request.method} is not offered here: runtimes are called by POST.`,
    { status: 405, headers: { allow: 'POST' } },
  );
};
