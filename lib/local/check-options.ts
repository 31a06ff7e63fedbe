import { isRecord } from '../core/is-record.ts';
import { type Problem, ProblemsError, show, showKind, unknownKeys } from '../core/problems.ts';
import { readFailures } from './failures/index.ts';

/**
 * Refuses options that cannot be used, before anything is started: TypeScript does not see what comes out of JavaScript,
 * files and arithmetic.
 *
 * @param call whose options they are, such as `startLocalAws`
 * @param keys the options that it has
 * @throws ProblemsError with everything that is wrong
 */
export function checkOptions(call: string, options: unknown, keys: Readonly<Record<string, true>>): void {
  const problems = isRecord(options)
    ? [
        ...unknownKeys('options', options, Object.keys(keys)),
        ...agentProblems(options.agent),
        ...timeoutProblems(options.agentTimeoutMs),
        ...readFailures(options.failures, 'options.failures').problems,
      ]
    : [
        {
          where: 'options',
          what: 'is not an object',
          got: showKind(options),
          allowed: Object.keys(keys).join(', '),
          fix: 'pass an object, or nothing for the defaults',
        },
      ];
  if (problems.length > 0) throw new ProblemsError(`call of ${call}`, problems);
}

/** The agent's name is the id of a model, which has as many characters at most. */
const MAX_NAME_LENGTH = 100;

/** The longest that a timer of Node waits; it fires at once for more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function agentProblems(agent: unknown): Problem[] {
  if (agent === undefined) return [];
  if (!isRecord(agent)) {
    return [
      {
        where: 'options.agent',
        what: 'is not an agent',
        got: showKind(agent),
        allowed: 'an object with a name and a function decide',
        fix: 'pass an agent, such as scriptedAgent([…]), or leave it out for the offline agent',
      },
    ];
  }
  const { name, decide } = agent;
  const problems: Problem[] = [];
  const length = typeof name === 'string' ? Array.from(name).length : 0;
  if (length < 1 || length > MAX_NAME_LENGTH) {
    problems.push({
      where: 'options.agent.name',
      what: 'is not the name of an agent',
      got: show(name),
      allowed: `text of 1 to ${MAX_NAME_LENGTH} characters`,
      fix: 'give the agent a short name: viewer, log and errors say by it who plays the model',
    });
  }
  if (typeof decide !== 'function') {
    problems.push({
      where: 'options.agent.decide',
      what: 'is not a function',
      got: showKind(decide),
      allowed: 'a function that gets what is known of the act, and returns the calls of the next step',
      fix: 'add it, or use scriptedAgent([…])',
    });
  }
  return problems;
}

function timeoutProblems(timeoutMs: unknown): Problem[] {
  if (timeoutMs === undefined) return [];
  const isWhole = typeof timeoutMs === 'number' && Number.isInteger(timeoutMs);
  if (isWhole && timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS) return [];
  return [
    {
      where: 'options.agentTimeoutMs',
      what: 'is not a time that can be waited for',
      got: show(timeoutMs),
      allowed: `a whole number of milliseconds from 1 to ${MAX_TIMER_MS}`,
      fix: 'write 600_000 for ten minutes, or leave it out for the default',
    },
  ];
}
