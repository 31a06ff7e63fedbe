import { z } from 'zod';
import { SERVER_PROTOCOLS } from '../contract/host.ts';
import { words } from './check-value.ts';
import { MAX_RUNTIME_DESCRIPTION_LENGTH } from './limits.ts';
import { definitionNameRule, WORKFLOW_NAME } from './name-rules.ts';
import { checkAllVariables, nameSchema } from './settings.ts';
import { hasVariables } from './workflow-settings-schema.ts';
import { workflowSettingsShape } from './workflow-settings-shape.ts';

/** The rules of one entry that need no other entry. Its type is `WorkflowCatalogEntry`; a test compares the two. */
export const entrySchema = z
  .strictObject({
    name: nameSchema(WORKFLOW_NAME),
    entry: z.string().refine(isSourceInside).register(words, {
      what: 'must be a source file inside the project',
      allowed: 'a path relative to the project root, without "..", that ends in .ts, .mts, .tsx, .js or .mjs',
      fix: 'write it like "workflows/getting-started.ts"',
    }),
    definitionName: nameSchema(definitionNameRule()),
    description: z
      .string()
      .max(MAX_RUNTIME_DESCRIPTION_LENGTH)
      .regex(/\S/)
      .register(words, {
        what: 'must say what the workflow does',
        allowed: `a text of 1 to ${MAX_RUNTIME_DESCRIPTION_LENGTH} characters`,
        fix: (text) => (typeof text === 'string' && text.trim() !== '' ? 'shorten it' : 'add one sentence'),
      }),
    serverProtocol: z
      .enum(SERVER_PROTOCOLS)
      .register(words, {
        what: 'is not a protocol that workflows speak',
        allowed: `${SERVER_PROTOCOLS.map((name) => JSON.stringify(name)).join(' or ')}`,
        fix: 'write "MCP" to deploy the workflow as a tool for agents, or leave it out',
      })
      .optional(),
    ...workflowSettingsShape,
  })
  .superRefine(checkAllVariables, { when: hasVariables })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ name, entry, definitionName, description, environment?, secrets?, … }',
    fix: 'write the workflow as an object',
  });

function isSourceInside(file: string): boolean {
  const isAbsolute = /^(?:[/\\]|[a-zA-Z]:)/.test(file);
  return /\.(?:m?[jt]s|tsx)$/.test(file) && !isAbsolute && !file.split(/[/\\]/).includes('..');
}
