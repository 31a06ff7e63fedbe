import type { TypeCheckOutput, TypeProblem } from './read-type-errors.ts';

/** What a check of types says of each workflow: errors in its own files, and that there are none any more. */
export function typeNews(options: {
  readonly workflows: readonly TypedWorkflow[];
  readonly found: TypeCheckOutput;
  /** Workflows that had errors at the last check. */
  readonly wrongBefore: ReadonlySet<string>;
  readonly tookMs: number;
}): {
  readonly news: readonly TypeNews[];
  /** Files of workflows that were not checked: nothing is known of them. */
  readonly unseen: readonly string[];
} {
  const { workflows, found, wrongBefore, tookMs } = options;
  const checked = new Set(found.files);
  const seen = workflows.filter(({ entryFile }) => checked.has(entryFile));
  const wrong = new Map<string, { workflows: TypedWorkflow[]; errors: readonly TypeProblem[] }>();
  const fine: TypedWorkflow[] = [];
  for (const workflow of seen) {
    const files = new Set(workflow.files);
    const errors = found.errors.filter(({ file }) => file !== undefined && files.has(file));
    // Those who share a file share its errors, which are told once.
    const key = JSON.stringify(errors);
    if (errors.length === 0) fine.push(workflow);
    else wrong.set(key, { workflows: [...(wrong.get(key)?.workflows ?? []), workflow], errors });
  }
  const mended = fine.filter(({ name }) => wrongBefore.has(name));
  const right = fine.filter((workflow) => !mended.includes(workflow));
  return {
    news: [
      ...[...wrong.values()].map((each) => ({ kind: 'wrong' as const, ...each })),
      ...(mended.length > 0 ? [{ kind: 'mended' as const, workflows: mended }] : []),
      ...(right.length > 0 ? [{ kind: 'right' as const, workflows: right, tookMs }] : []),
    ],
    unseen: workflows.filter(({ entryFile }) => !checked.has(entryFile)).map(({ entryFile }) => entryFile),
  };
}

/** What is known of the types of workflows that are live. */
export type TypeNews =
  | {
      readonly kind: 'wrong';
      readonly workflows: readonly TypedWorkflow[];
      readonly errors: readonly TypeProblem[];
    }
  | { readonly kind: 'mended'; readonly workflows: readonly TypedWorkflow[] }
  | { readonly kind: 'right'; readonly workflows: readonly TypedWorkflow[]; readonly tookMs: number };

/** A workflow that is live, and the files whose types are its own. */
export interface TypedWorkflow {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly entryFile: string;
  /** Absolute, the entry among them. */
  readonly files: readonly string[];
}
