import { messageOf, nameOf } from '../../core/errors.ts';

/** Whether an error says that there is no such log group. One of its streams may be missing as well, when it has just expired. */
export function isGroupMissing(error: unknown): boolean {
  return nameOf(error) === 'ResourceNotFoundException' && !/log stream/i.test(messageOf(error));
}
