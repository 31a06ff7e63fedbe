import {
  type Client,
  type RequestOptions,
  SdkError,
  SdkErrorCode,
  type Tool,
} from '@modelcontextprotocol/client';
import { messageOf } from '../core/errors.ts';
import { cut, memberOf } from '../core/thrown.ts';

/** What is wrong with a result that is none of MCP, in one line for the middle of a sentence; `undefined` for other errors. */
export function brokenProtocol(error: unknown): string | undefined {
  if (!(error instanceof SdkError) || error.code !== SdkErrorCode.InvalidResult) return undefined;
  return cut(`it broke the protocol: ${firstIssue(messageOf(error))}`.replace(/\s+/g, ' '), MAX_LENGTH);
}

/** What is wrong first: the client writes all of it, as JSON over many lines. */
function firstIssue(message: string): string {
  const start = message.search(/\[\s*\{/);
  try {
    const issue: unknown = memberOf(JSON.parse(message.slice(start)), 0);
    const at = memberOf(issue, 'path');
    const where = Array.isArray(at) ? `${at.join('.')}: ` : '';
    return `${message.slice(0, start)}${where}${String(memberOf(issue, 'message'))}`;
  } catch {
    return message;
  }
}

/** The tools of a server. @throws an error that names the tool that is none of MCP, if there is one */
export async function listTools(client: Client, limits: RequestOptions): Promise<readonly Tool[]> {
  try {
    return (await client.listTools(undefined, limits)).tools;
  } catch (error) {
    const index = brokenProtocol(error)?.match(/\btools[.[](\d+)/)?.[1];
    if (index === undefined) throw error;
    const raw = await client.request({ method: 'tools/list' }, AS_IT_IS, limits).catch(() => undefined);
    const name = memberOf(memberOf(memberOf(raw, 'tools'), index), 'name');
    if (typeof name !== 'string') throw error;
    throw new SdkError(SdkErrorCode.InvalidResult, `its tool "${name}" is none of MCP: ${messageOf(error)}`);
  }
}

const MAX_LENGTH = 500;

/** A schema that everything matches. */
const AS_IT_IS = {
  '~standard': { version: 1, vendor: 'nova-act-cdk', validate: (value: unknown) => ({ value }) },
} as const;
