import { isRecord } from '../core/is-record.ts';
import { type OptionKeys, optionKeysProblem } from '../core/option-keys.ts';
import { checkMembers } from './check-members.ts';
import { ValidationFailed } from './errors.ts';

/**
 * Refuses options that nobody would read. The types do, too, but see neither JavaScript nor what is spread into an object.
 *
 * @param call - whose options they are, such as `nova.act`
 * @param keys - the options that it has; written with `satisfies Record<keyof …, true>`, so that none is forgotten
 * @param more.others - calls whose options are given to this one by mistake
 * @param more.python - whether people may try names of the Python SDK
 * @throws ValidationFailed
 */
export function checkKeys(
  call: string,
  options: unknown,
  keys: OptionKeys,
  more: {
    readonly others?: Readonly<Record<string, OptionKeys>> | undefined;
    readonly python?: boolean | undefined;
  } = {},
): void {
  if (isRecord(options)) checkMembers(`What ${call} was given`, options, Object.keys(keys));
  const problem = optionKeysProblem(options, { ...more, call, keys });
  if (problem !== undefined) throw new ValidationFailed(problem);
}
