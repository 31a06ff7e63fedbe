import { SESSION_ENDED } from './error.ts';
import { InvalidItemError } from './fleet-item.ts';
import { ITEM_ERROR } from './item-step.ts';

/**
 * The name of an error of a workflow, as records of items and state machines get it: what a state machine decides by is said by host and
 * function only. A workflow that throws an `ItemNotStarted` would be run again for an hour.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
export function workflowErrorName(name: string): string {
  if (name === '') return 'Error';
  return TAKEN.includes(name) || TAKEN_PREFIX.test(name) ? `Workflow.${name}` : name;
}

const TAKEN: readonly string[] = [SESSION_ENDED, new InvalidItemError('').name, ...Object.values(ITEM_ERROR)];
const TAKEN_PREFIX = /^(?:States|Lambda|Sandbox)\./;
