import { isRecord } from '../core/is-record.ts';
import { showKind } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';
import { checkMembers } from './check-members.ts';
import { ValidationFailed } from './errors.ts';

/**
 * Refuses options that nobody would read. The types do, too, but see neither JavaScript nor what is spread into an object.
 *
 * @param call - whose options they are, such as `nova.act`
 * @param keys - the options that it has; written with `satisfies Record<keyof …, true>`, so that none is forgotten
 * @param others - calls whose options are given to this one by mistake
 * @throws ValidationFailed
 */
export function checkKeys(
  call: string,
  options: unknown,
  keys: Keys,
  others: Readonly<Record<string, Keys>> = {},
): void {
  const allowed = Object.keys(keys);
  if (!isRecord(options)) {
    throw new ValidationFailed(
      `${call} was given ${showKind(options)} in place of its options. Pass an object with some of: ${allowed.join(', ')}.`,
    );
  }
  checkMembers(`What ${call} was given`, options, allowed);
  const unknown = Object.keys(options).find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  const owner = Object.keys(others).find((other) => Object.hasOwn(others[other] ?? {}, unknown));
  const near = didYouMean(unknown, allowed);
  const mend =
    owner === undefined
      ? near === undefined
        ? ''
        : ` Did you mean "${near}"?`
      : ` It is an option of ${owner}.`;
  throw new ValidationFailed(
    `${call} has no option "${unknown}".${mend} Its options: ${allowed.join(', ')}.`,
  );
}

type Keys = Readonly<Record<string, true>>;
