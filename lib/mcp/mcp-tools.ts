import type { Tool as McpTool } from '@modelcontextprotocol/client';
import { MAX_TEXT_LENGTH } from '../contract/limits.ts';
import { messageOf } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { cut } from '../core/thrown.ts';
import type { Tool, ToolSource } from '../sdk/act/tool.ts';
import { ValidationFailed } from '../sdk/errors.ts';
import { type CompiledSchema, compileSchema } from '../sdk/schema/output-schema.ts';
import { checkMcpOptions } from './check-mcp-options.ts';
import { connectServer } from './connect-server.ts';
import type { McpConnection } from './mcp-connection.ts';
import type { McpToolChoiceOptions, McpToolsOptions } from './mcp-tools-options.ts';
import { nameServer, type ServerName } from './server-name.ts';

/**
 * The tools of an MCP server, for the `tools` of a session. Each session starts or connects to the server while its browser starts,
 * and lets it go when it is closed.
 *
 * @example
 * ```ts
 * const files = mcpTools({ command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/data'], prefix: 'files_' });
 * await using nova = await NovaAct.start({ startingPage, tools: [files] });
 * ```
 * @throws ValidationFailed for options that cannot be used. What is wrong with the server is thrown when a session starts.
 * @see https://modelcontextprotocol.io
 */
export function mcpTools(options: McpToolsOptions): ToolSource {
  checkMcpOptions(options);
  const name = nameServer(options);
  return {
    open: async ({ signal, onNotice }) => {
      const connection = await connectServer({ server: options, name, signal });
      try {
        const offered = chosen(connection.tools, options, name);
        return {
          name: name.text,
          tools: offered.flatMap((tool) =>
            toolOf(tool, { connection, prefix: options.prefix ?? '', onNotice }),
          ),
          close: () => connection.close(),
        };
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  };
}

/** @throws ValidationFailed for names that the server does not have, and when no tool is left */
function chosen(
  tools: readonly McpTool[],
  { only, except = [], prefix = '' }: McpToolChoiceOptions,
  { text: server, clean }: ServerName,
): readonly McpTool[] {
  const names = tools.map(({ name }) => name);
  const unknown = [...(only ?? []), ...except].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, names);
    const bare = unknown.slice(prefix.length);
    const isPrefixed = prefix !== '' && unknown.startsWith(prefix) && names.includes(bare);
    const mend = isPrefixed
      ? ` Names there are those of the server, without the prefix: "${bare}".`
      : near === undefined
        ? ''
        : ` Did you mean "${near}"?`;
    throw new ValidationFailed(
      clean(
        `There is no tool "${unknown}", which \`${only === undefined ? 'except' : 'only'}\` names, at ${server}.${mend} Its tools: ${names.join(', ') || 'none'}.`,
      ),
    );
  }
  const left = tools.filter(({ name }) => only?.includes(name) ?? !except.includes(name));
  if (left.length === 0) {
    const beside = except.length > 0 ? ' beside those that `except` names' : '';
    throw new ValidationFailed(`There are no tools at ${server}${beside}.`);
  }
  return left;
}

/** A tool of the server as one of the session. None for what cannot be called as tools are. */
function toolOf(
  tool: McpTool,
  given: {
    readonly connection: McpConnection;
    readonly prefix: string;
    readonly onNotice: (message: string) => void;
  },
): Tool | [] {
  const { connection, prefix, onNotice } = given;
  const { text: server } = connection.name;
  const { name, title = tool.annotations?.title, description = '' } = tool;
  const notice = (what: string): void => onNotice(`The tool "${name}" of ${server} ${what}`);
  if (tool.execution?.taskSupport === 'required') {
    notice('is left out: it runs as a task of MCP only, which is not supported.');
    return [];
  }
  if (description.length > MAX_TEXT_LENGTH) {
    notice(
      `has a description of ${description.length} characters, of which the agent is told ${MAX_TEXT_LENGTH}.`,
    );
  }
  return {
    name: `${prefix}${name}`,
    description: cut(description.trim() || title || `${name}, a tool of ${server}.`, MAX_TEXT_LENGTH),
    input: inputOf(tool, notice),
    run: (input, { signal }) => connection.call(tool, input, signal),
  };
}

/** The server checks its input, too: a schema that only we do not understand need not keep the agent from its tool. */
function inputOf({ inputSchema }: McpTool, notice: (what: string) => void): CompiledSchema<unknown> {
  try {
    return compileSchema(inputSchema);
  } catch (error) {
    notice(
      `has an input schema that cannot be used here, so that only the server checks its input: ${messageOf(error)}`,
    );
    const { $schema: _, ...jsonSchema } = inputSchema;
    return { jsonSchema, parse: async (text) => ({ matches: true, data: JSON.parse(text ?? '{}') }) };
  }
}
