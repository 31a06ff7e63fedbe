import { expect, test } from '@jest/globals';
import { type McpToolsOptions, mcpTools } from '../../lib/mcp/index.ts';

const stdio = { command: 'npx' } as const;
const http = { url: 'https://mcp.example.com/mcp' } as const;

test.each<[object | undefined, string]>([
  [undefined, 'mcpTools was given nothing in place of its options'],
  [{}, 'mcpTools was given neither `command` nor `url`. Pass `command`'],
  [{ ...stdio, ...http }, 'mcpTools was given both `command` and `url`'],
  [{ ...stdio, headers: {} }, 'mcpTools was given `headers`, which goes with `url` only'],
  [{ ...http, args: [] }, 'mcpTools was given `args`, which goes with `command` only'],
  [{ ...stdio, arg: [] }, 'mcpTools has no option "arg". Did you mean "args"?'],
  [{ command: '' }, 'command is empty'],
  [{ ...stdio, args: '-y server' }, 'args is 9 characters; it must be a list of texts'],
  [
    { ...stdio, env: { TOKEN: undefined } },
    'env.TOKEN is nothing; it must be a text. Leave it out if there is none.',
  ],
  [{ ...http, headers: { Authorization: 7 } }, 'headers.Authorization is a number'],
  [{ ...http, headers: { 'X Key': 's3cr3t' } }, 'headers has a member "X Key", which is no name of a header'],
  [
    { ...http, headers: { 'X-Key': 's3cr3t\nb' } },
    'headers.X-Key has a line break or a character that cannot',
  ],
  [
    { ...http, headers: { 'X-Key': 's3cr3t \u0436' } },
    'headers.X-Key has a line break or a character that cannot',
  ],
  [{ ...stdio, only: ['a'], except: ['b'] }, 'mcpTools was given both `only` and `except`'],
  [{ ...stdio, only: [] }, 'only is empty'],
  [{ ...stdio, prefix: 7 }, 'prefix is 7; it must be a text'],
  [{ ...stdio, callTimeoutMs: 10 }, 'callTimeoutMs is 10; it must be a whole number from 2000 to 1800000'],
  [
    { url: 'mcp.example.com?key=s3cr3t' },
    'url is no web address; it must be one such as "https://mcp.example.com/mcp".',
  ],
  [{ url: 'ftp://mcp.example.com' }, 'url is no web address'],
  [{ url: 'https://me:s3cr3t@mcp.example.com' }, 'url has a name or a password in it'],
])('%j is refused before anything starts', (options, message) => {
  expect(() => mcpTools(options as McpToolsOptions)).toThrow(
    expect.objectContaining({ code: 'validation', message: expect.stringContaining(message) }),
  );
  expect(() => mcpTools(options as McpToolsOptions)).not.toThrow('s3cr3t');
});
