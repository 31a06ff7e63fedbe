import type { CallToolResult } from '@modelcontextprotocol/client';

/** What the agent is told of a result: its data if it has any, otherwise its texts, with what is no text named in words. */
export function resultText(result: CallToolResult): unknown {
  // An error is for reading, whatever its data.
  if (result.structuredContent !== undefined && result.isError !== true) return result.structuredContent;
  const parts = result.content.map(partText).filter((part) => part !== '');
  if (parts.length > 0) return parts.join('\n');
  return result.isError === true
    ? 'The tool failed, and did not say why.'
    : 'The tool is done; it gave no result.';
}

type Part = CallToolResult['content'][number];

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
    case 'audio':
      return `[${part.type} (${part.mimeType}, ${bytes(part.data)}), which cannot be shown]`;
    case 'resource': {
      const { resource } = part;
      const type = resource.mimeType ?? 'unknown type';
      if ('text' in resource) return `[resource ${resource.uri} (${type})]\n${resource.text}`;
      return `[resource ${resource.uri} (${type}, ${bytes(resource.blob)}), which cannot be shown]`;
    }
    case 'resource_link':
      return `[link to the resource "${part.name}": ${part.uri}]`;
    default:
      return '[something of a kind that is not known here]';
  }
}

function bytes(base64: string): string {
  return `${Buffer.byteLength(base64, 'base64')} bytes`;
}
