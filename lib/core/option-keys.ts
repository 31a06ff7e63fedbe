import { isRecord } from './is-record.ts';
import { showKind } from './problems.ts';
import { PYTHON_OPTIONS } from './python-options.ts';
import { didYouMean } from './suggest.ts';

/** What is wrong with options that nobody would read, all of them at once; `undefined` when every one is known. */
export function optionKeysProblem(options: unknown, rules: OptionKeyRules): string | undefined {
  const { call, keys } = rules;
  const allowed = Object.keys(keys);
  if (!isRecord(options)) {
    const given = typeof options === 'string' ? 'a text' : showKind(options);
    return `${call} was given ${given} in place of its options. Pass an object with some of: ${allowed.join(', ')}.`;
  }
  const unknown = Object.keys(options).filter((key) => !allowed.includes(key));
  if (unknown.length === 0) return undefined;
  const said = unknown.map(
    (key, index) => `${index === 0 ? `${call} has no option` : 'Nor'} "${key}".${mendOf(key, rules)}`,
  );
  return `${said.join(' ')} Its options: ${allowed.join(', ') || 'none'}.`;
}

/** The options that a call has. */
export interface OptionKeyRules {
  /** Whose options they are, such as `nova.act`. */
  readonly call: string;
  /** Written with `satisfies Record<keyof …, true>`, so that none is forgotten. */
  readonly keys: OptionKeys;
  /** Calls whose options are given to this one by mistake. */
  readonly others?: Readonly<Record<string, OptionKeys>> | undefined;
  /** Whether people may try names of the Python SDK. */
  readonly python?: boolean | undefined;
}

/** Names of options. */
export type OptionKeys = Readonly<Record<string, true>>;

function mendOf(key: string, { keys, others = {}, python = false }: OptionKeyRules): string {
  const owner = Object.keys(others).find((other) => Object.hasOwn(others[other] ?? {}, key));
  if (owner !== undefined) return ` It is an option of ${owner}.`;
  const allowed = Object.keys(keys);
  const same = allowed.find((each) => each.toLowerCase() === key.replaceAll('_', '').toLowerCase());
  const ours = python ? PYTHON_OPTIONS.get(key) : undefined;
  if (same === undefined && ours !== undefined) return ` Here it is ${ours}.`;
  const near = same ?? didYouMean(key, allowed);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
