import { show } from '../../core/problems.ts';
import { ValidationFailed } from '../errors.ts';
import { type Tool, type ToolSource, toolNameProblem } from './tool.ts';

/** What a session was given as its tools. */
export interface SessionTools {
  readonly own: readonly Tool[];
  readonly sources: readonly ToolSource[];
  /** By which the agent asks people: their names are not to be had for others. */
  readonly human: readonly Tool[];
}

/** Sorts what a session was given as its tools. @throws ValidationFailed for what is none, and for tools that cannot be used together */
export function sortTools(
  tools: readonly (Tool | ToolSource)[] = [],
  human: readonly Tool[] = [],
): SessionTools {
  if (!Array.isArray(tools)) {
    throw new ValidationFailed(
      `tools is ${show(tools)}; it must be a list of what defineTool(…) and mcpTools(…) give.`,
    );
  }
  const given: readonly unknown[] = tools;
  const wrong = given.findIndex((tool) => !isTool(tool) && !isSource(tool));
  if (wrong !== -1) {
    throw new ValidationFailed(
      `tools has ${show(given[wrong])} in it; each must be what defineTool(…) or mcpTools(…) gives.`,
    );
  }
  const own = given.filter(isTool);
  toolsByName([{ tools: own }], human);
  const sources = given.filter(isSource);
  if (new Set(sources).size < sources.length) {
    throw new ValidationFailed(
      'tools has the same source, such as one of mcpTools(…), in it twice. Pass it once.',
    );
  }
  return { own, sources, human };
}

/**
 * All tools of a session by their names.
 *
 * @throws ValidationFailed that says all that is wrong: names that cannot be had, names of two tools, too many tools
 */
export function toolsByName(
  origins: readonly ToolOrigin[],
  human: readonly Tool[] = [],
): ReadonlyMap<string, Tool> {
  const all = origins.flatMap(({ name, tools }) =>
    tools.map((tool) => ({ tool, of: name === undefined ? 'yours' : `of ${name}` })),
  );
  const hasSources = origins.some(({ name }) => name !== undefined);
  const byName = new Map(all.toReversed().map((entry) => [entry.tool.name, entry]));
  const problems = all.flatMap((entry) => {
    const { name } = entry.tool;
    const first = byName.get(name) ?? entry;
    if (first !== entry) return `Two tools have the name "${name}": one is ${first.of}, one ${entry.of}`;
    return toolNameProblem(name) ?? [];
  });
  if (problems.length > 0) {
    const more = problems.length > MAX_PROBLEMS ? `; and ${problems.length - MAX_PROBLEMS} more` : '';
    throw new ValidationFailed(
      `${problems.slice(0, MAX_PROBLEMS).join('; ')}${more}. Give each tool a name of its own${hasSources ? ', those of a server by `prefix`, or leave tools out by `only` or `except`' : ''}.`,
    );
  }
  const count = all.length + human.length;
  if (count > MAX_TOOLS) {
    const counts = origins.map(({ name = 'your own', tools }) => `${tools.length} of ${name}`).join(', ');
    const mend = hasSources ? `: ${counts}. Choose those of a server by \`only\` or \`except\`` : '';
    throw new ValidationFailed(`A session may have ${MAX_TOOLS} tools, not ${count}${mend}.`);
  }
  return new Map([...all.map(({ tool }) => tool), ...human].map((tool) => [tool.name, tool]));
}

/** Tools of one origin; without a name they are the author's own. */
export interface ToolOrigin {
  readonly name?: string;
  readonly tools: readonly Tool[];
}

/** Tools a session may have, as many as the service takes. */
const MAX_TOOLS = 100;
/** Of the problems that one message tells. */
const MAX_PROBLEMS = 5;

function isTool(value: unknown): value is Tool {
  return hasMethod(value, 'run') && hasMethod(Reflect.get(value, 'input'), 'parse');
}

function isSource(value: unknown): value is ToolSource {
  return hasMethod(value, 'open');
}

function hasMethod(value: unknown, name: string): value is object {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
