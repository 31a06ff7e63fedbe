import { expect, test } from '@jest/globals';
import type { McpToolsOptions } from '../../lib/mcp/index.ts';
import { nameServer } from '../../lib/mcp/server-name.ts';

const npx = { command: 'npx' } as const;
const shop = ['-y', '@acme/shop@1.2.0'] as const;

test.each<[McpToolsOptions, string, string]>([
  [
    { ...npx, args: [...shop, '--header', 'Authorization: Bearer sk-s3cr3t'] },
    'npx -y @acme/shop@1.2.0',
    'sk-s3cr3t',
  ],
  [{ ...npx, args: [...shop, '-H', 'X-Api-Key: s3cr3t-key'] }, 'npx -y @acme/shop@1.2.0', 's3cr3t-key'],
  [{ ...npx, args: [...shop, 'postgresql://u:s3cr3t-p@h/db'] }, 'npx -y @acme/shop@1.2.0', 's3cr3t-p'],
  [{ ...npx, args: [...shop, 'https://h/mcp?api_key=s3cr3t-q'] }, 'npx -y @acme/shop@1.2.0', 's3cr3t-q'],
  [{ ...npx, args: ['mcp-remote', '--api-key', 's3cr3t'] }, 'npx mcp-remote', 's3cr3t'],
  [{ ...npx, args: ['ghp_s3cr3ts3cr3ts3cr3t'] }, 'npx', 'ghp_s3cr3ts3cr3ts3cr3t'],
  [{ command: 'acme-mcp', args: ['ghp_s3cr3ts3cr3ts3cr3t'] }, 'acme-mcp', 'ghp_s3cr3ts3cr3ts3cr3t'],
  [
    {
      command: 'docker',
      args: ['run', '-i', '--rm', '-e', 'GITHUB_PERSONAL_ACCESS_TOKEN=s3cr3t-d', 'ghcr.io/github/mcp'],
    },
    'docker run -i --rm',
    's3cr3t-d',
  ],
  [
    { command: 'node', args: ['/srv/shop/index.js'], env: { DB: 'mysql://u:s3cr3t-e@h' } },
    'node /srv/shop/index.js',
    's3cr3t-e',
  ],
  [
    { url: 'https://mcp.example.com/v1/s3cr3t-path-1/mcp' },
    'https://mcp.example.com/v1/…/mcp',
    's3cr3t-path-1',
  ],
  [{ url: 'https://mcp.example.com/mcp?key=s3cr3t-q' }, 'https://mcp.example.com/mcp', 's3cr3t-q'],
  [
    { url: 'https://mcp.example.com/mcp', headers: { 'X-Tenant': 's3cr3t-h' } },
    'https://mcp.example.com/mcp',
    's3cr3t-h',
  ],
])('%j is called without its secrets, which are taken out of what it says', (options, name, secret) => {
  const { text, clean, cleanResult } = nameServer(options);

  expect(text).toBe(`the MCP server "${name}"`);
  expect(clean(`key ${secret}!`)).toBe('key [secret]!');
  expect(cleanResult({ keys: [secret], MAX: 4096 })).toEqual({ keys: ['[secret]'], MAX: 4096 });
});
