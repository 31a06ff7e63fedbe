import { randomBytes } from 'node:crypto';
import { UsageError } from '../usage-error.ts';

/**
 * The name of a fleet that was given: it is that of an execution, and a part of keys.
 *
 * @throws UsageError when it cannot be one
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function checkFleetName(name: string, option = 'The name'): string {
  if (/^[A-Za-z0-9_-]+$/.test(name) && name.length <= MAX_NAME_LENGTH) return name;
  throw new UsageError({
    what: `${option} "${name}" cannot be that of a fleet.`,
    allowed: `1 to ${MAX_NAME_LENGTH} letters, digits, hyphens and underscores are allowed.`,
    fix: 'Choose another, or leave it out: every fleet then gets one.',
  });
}

/**
 * The name of a fleet that is looked for: others may have started it, and given it any name that Step Functions takes.
 *
 * @throws UsageError when it cannot be one
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function checkForeignFleetName(name: string): string {
  if (name !== '' && name.length <= MAX_NAME_LENGTH && !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name))
    return name;
  throw new UsageError({
    what: `The name "${name}" cannot be that of a fleet.`,
    allowed: `1 to ${MAX_NAME_LENGTH} signs are allowed, without spaces, brackets and \`? * " # % \\ ^ | ~ $ & , ; : /\`.`,
    fix: 'List the names there are with "fleet list".',
  });
}

/** A name that no other fleet has: of the workflow, the time in UTC, and four random digits. */
export function newFleetName(workflow: string, now: Date): string {
  const [day = '', time = ''] = now.toISOString().replace(/[-:]/g, '').split('T');
  const end = `-${day}-${time.slice(0, 6)}-${randomBytes(2).toString('hex')}`;
  const start = workflow.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, MAX_NAME_LENGTH - end.length);
  return `${start}${end}`;
}

/** The names of the fleets that run again what another one has not done: `orders-again-1`, `orders-again-2`, … */
export function* namesAgain(name: string): Generator<string> {
  const first = name.replace(/-again-\d+$/, '');
  for (let n = 1; n <= MAX_AGAIN; n += 1) {
    const end = `-again-${n}`;
    yield `${first.slice(0, MAX_NAME_LENGTH - end.length)}${end}`;
  }
}

/** What is said when a name is taken. */
export function nameTaken(name: string, workflow: string): UsageError {
  return new UsageError({
    what: `There is a fleet "${name}" of ${workflow} already. Nothing was started.`,
    fix: 'Choose another name with --name, or leave it out: every fleet then gets one.',
  });
}

const MAX_NAME_LENGTH = 80;
const MAX_AGAIN = 999;
