import { isRecord } from '../core/is-record.ts';
import type { Problem } from '../core/problems.ts';
import { show, unknownKeys } from '../core/problems.ts';
import { checkEnvironment, checkLifecycle } from './settings.ts';

/** What a look at one entry found; the names are there only if they are valid. */
export interface EntryReport {
  readonly index: number;
  readonly label: string;
  readonly name?: string;
  readonly definitionName?: string;
  readonly problems: readonly Problem[];
}

const ENTRY_KEYS = ['name', 'entry', 'definitionName', 'description', 'environment', 'lifecycle'];
const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const DEFINITION_NAME = /^[a-zA-Z0-9_-]{1,40}$/;
const SOURCE_FILE = /\.(?:m?[jt]s|tsx)$/;
const MAX_NAME = 40;
/** AgentCore accepts more, but the CDK construct refuses it. */
const MAX_DESCRIPTION = 1200;

/** Checks one entry of a catalog against every rule that needs no other entry. */
export function checkEntry(entry: unknown, index: number): EntryReport {
  if (!isRecord(entry)) {
    const problem = {
      where: `catalog[${index}]`,
      what: 'must be an object',
      got: show(entry),
      allowed: '{ name, entry, definitionName, description, environment?, lifecycle? }',
      fix: 'write the workflow as an object',
    };
    return { index, label: `catalog[${index}]`, problems: [problem] };
  }
  const name = typeof entry.name === 'string' && isName(entry.name) ? entry.name : undefined;
  const definitionName =
    typeof entry.definitionName === 'string' && DEFINITION_NAME.test(entry.definitionName)
      ? entry.definitionName
      : undefined;
  const label = name ?? `catalog[${index}]`;
  const problems = [
    ...unknownKeys(label, entry, ENTRY_KEYS),
    ...(name === undefined ? [badName(label, entry.name)] : []),
    ...checkSource(label, entry.entry),
    ...(definitionName === undefined ? [badDefinitionName(label, entry.definitionName)] : []),
    ...checkDescription(label, entry.description),
    ...checkEnvironment(label, entry.environment),
    ...checkLifecycle(label, entry.lifecycle),
  ];
  return { index, label, ...(name && { name }), ...(definitionName && { definitionName }), problems };
}

function isName(value: string): boolean {
  return value.length <= MAX_NAME && KEBAB_CASE.test(value);
}

function badName(label: string, got: unknown): Problem {
  const suggestion =
    typeof got === 'string'
      ? got
          .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^[^a-z]+|-+$/g, '')
          .slice(0, MAX_NAME)
          .replace(/-+$/, '')
      : '';
  return {
    where: `${label}.name`,
    what: 'must be kebab-case',
    got: show(got),
    allowed: `1 to ${MAX_NAME} characters: lower-case letters and digits in words joined by "-", a letter first`,
    fix: suggestion ? `use "${suggestion}"` : 'give the workflow a name such as "getting-started"',
  };
}

function badDefinitionName(label: string, got: unknown): Problem {
  const suggestion = typeof got === 'string' ? got.replace(/[^a-zA-Z0-9_-]+/g, '-').slice(0, 40) : '';
  return {
    where: `${label}.definitionName`,
    what: 'is not a name that Nova Act accepts',
    got: show(got),
    allowed: '1 to 40 characters of a-z A-Z 0-9 _ -',
    fix: suggestion ? `use "${suggestion}"` : 'give the definition a name such as "getting-started-workflow"',
  };
}

function checkSource(label: string, got: unknown): Problem[] {
  const inside =
    typeof got === 'string' &&
    SOURCE_FILE.test(got) &&
    !/^(?:[/\\]|[a-zA-Z]:)/.test(got) &&
    !got.split(/[/\\]/).includes('..');
  if (inside) return [];
  return [
    {
      where: `${label}.entry`,
      what: 'must be a source file inside the project',
      got: show(got),
      allowed: 'a path relative to the project root, without "..", that ends in .ts, .mts, .tsx, .js or .mjs',
      fix: 'write it like "workflows/getting-started.ts"',
    },
  ];
}

function checkDescription(label: string, got: unknown): Problem[] {
  if (typeof got === 'string' && got.trim() !== '' && got.length <= MAX_DESCRIPTION) return [];
  return [
    {
      where: `${label}.description`,
      what: 'must say what the workflow does',
      got: show(got),
      allowed: `a text of 1 to ${MAX_DESCRIPTION} characters`,
      fix: typeof got === 'string' && got.length > MAX_DESCRIPTION ? 'shorten it' : 'add one sentence',
    },
  ];
}
