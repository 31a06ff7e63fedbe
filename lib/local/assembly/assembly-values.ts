import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import type { Output } from '../../assembly/template.ts';
import { unknownsIn } from '../../assembly/unknowns.ts';
import { StackValues } from './stack-values.ts';

/** The stacks of one region, which know what the others export. */
export class AssemblyValues {
  readonly region: string;
  readonly stacks: readonly StackValues[];
  /** Versions of the runtimes that are deployed, by the ids of the runtimes. Grows during the deployment. */
  readonly deployedVersions = new Map<string, string>();
  #exports: ReadonlyMap<string, Exported> | undefined;
  readonly #open = new Set<string>();

  constructor(options: {
    readonly stacks: readonly AssemblyStack[];
    readonly region: string;
    /** Other names of buckets, by those that they would have. @default - none */
    readonly bucketNames?: ReadonlyMap<string, string> | undefined;
  }) {
    const { stacks, region, bucketNames = new Map() } = options;
    this.region = region;
    const { deployedVersions } = this;
    this.stacks = stacks.map(
      (stack) =>
        new StackValues(stack, {
          ...{ region, bucketNames, deployedVersions },
          exported: (name) => this.#valueOf(name),
        }),
    );
  }

  /** The output that is exported under a name. */
  exporterOf(name: string): Exported | undefined {
    this.#exports ??= new Map(
      this.stacks.flatMap((stack) =>
        Object.values(stack.template.outputs).flatMap((output) => {
          const key = stack.isThere(output) ? stack.textOf(output.exportName) : undefined;
          return key === undefined ? [] : [[key, { stack, output }] as const];
        }),
      ),
    );
    return this.#exports.get(name);
  }

  #valueOf(name: string): unknown {
    const exported = this.exporterOf(name);
    if (exported === undefined || this.#open.has(name)) return undefined;
    this.#open.add(name);
    try {
      const value = exported.stack.resolve(exported.output.value);
      return unknownsIn(value).length > 0 ? undefined : value;
    } finally {
      this.#open.delete(name);
    }
  }
}

/** An output, and the stack that exports it. */
export interface Exported {
  readonly stack: StackValues;
  readonly output: Output;
}
