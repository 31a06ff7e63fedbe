import type { Asset } from '../../assembly/assets.ts';
import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';
import { isRecord } from '../../core/is-record.ts';
import type { AssemblyNote } from './assembly-note.ts';
import { RUNTIME_TYPE } from './plan-runtimes.ts';

/**
 * The stacks of an assembly that local AWS deploys: those of one region, in its own account.
 *
 * @param wantedRegion taken if there is a runtime for it
 */
export function chooseStacks(options: {
  readonly stacks: readonly AssemblyStack[];
  readonly assets: readonly Asset[];
  readonly wantedRegion?: string | undefined;
}): {
  readonly region: string;
  readonly stacks: readonly AssemblyStack[];
  readonly assets: readonly Asset[];
  readonly notes: readonly AssemblyNote[];
} {
  const { wantedRegion, assets } = options;
  const withRuntime = options.stacks.filter(hasRuntime);
  const regions = new Set(withRuntime.map(({ region }) => region ?? wantedRegion ?? LOCAL_REGION));
  const [first = LOCAL_REGION] = regions;
  const region = wantedRegion !== undefined && regions.has(wantedRegion) ? wantedRegion : first;
  const isHere = (stack: AssemblyStack): boolean => (stack.region ?? region) === region;
  const left = withRuntime.filter((stack) => !isHere(stack));
  const here = options.stacks.filter(isHere);
  const accounts = new Set(here.flatMap(({ account }) => account ?? []));
  accounts.delete(LOCAL_ACCOUNT_ID);
  return {
    region,
    stacks: here.map((stack) => ({ ...stack, template: moveAccounts(stack.template, accounts) })),
    assets: assets.map((asset) => ({
      ...asset,
      place: moveAccounts(asset.place, accounts),
      key: moveAccounts(asset.key, accounts),
    })),
    notes: [
      ...(left.length === 0
        ? []
        : [
            {
              what: `Local AWS deploys the stacks of one region, here ${region}. Left out: ${left
                .map((stack) => `${stack.stackName} (${stack.region})`)
                .join(', ')}. AWS_REGION chooses the region.`,
            },
          ]),
      ...(accounts.size === 0
        ? []
        : [
            {
              what: `The stacks are for the account ${[...accounts].join(', ')}; here everything is in ${LOCAL_ACCOUNT_ID}, also where a template says the number.`,
            },
          ]),
    ],
  };
}

/** Whether a stack has what is deployed. */
export function hasRuntime({ template }: AssemblyStack): boolean {
  return Object.values(template.resources).some(({ type }) => type === RUNTIME_TYPE);
}

/** A value in which the number of each of these accounts, wherever it stands, is that of local AWS. */
function moveAccounts<T>(value: T, accounts: ReadonlySet<string>): T;
function moveAccounts(value: unknown, accounts: ReadonlySet<string>): unknown {
  if (accounts.size === 0) return value;
  if (typeof value === 'string') {
    return [...accounts].reduce(
      (text, account) => text.replace(new RegExp(`(?<!\\d)${account}(?!\\d)`, 'g'), LOCAL_ACCOUNT_ID),
      value,
    );
  }
  if (Array.isArray(value)) return value.map((item: unknown) => moveAccounts(item, accounts));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      moveAccounts(key, accounts),
      moveAccounts(member, accounts),
    ]),
  );
}
