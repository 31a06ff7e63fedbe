import { holds } from '../../assembly/conditions.ts';
import { referencesIn, resolveValue, type TemplateScope } from '../../assembly/intrinsics.ts';
import { isPlainParameter, pseudoParameters } from '../../assembly/pseudo-parameters.ts';
import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import type { Resource, Template } from '../../assembly/template.ts';
import { unknownsIn } from '../../assembly/unknowns.ts';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { PHYSICAL_RESOURCES, type PhysicalResource } from './physical-resources.ts';

/** What the functions in the template of one stack give on local AWS. */
export class StackValues implements TemplateScope {
  readonly stackName: string;
  readonly region: string;
  readonly template: Template;
  readonly #surroundings: StackSurroundings;
  readonly #known: ReadonlyMap<string, string>;
  /** Resources whose names are being looked up: a template that goes in a circle has no value. */
  readonly #open = new Set<string>();
  readonly #leftOut = new Set<string>();

  constructor(stack: AssemblyStack, surroundings: StackSurroundings) {
    const { stackName, template } = stack;
    this.stackName = stackName;
    this.template = template;
    this.region = surroundings.region;
    this.#surroundings = surroundings;
    const parameters = Object.entries(template.parameters).flatMap(([name, { type, default: value }]) =>
      isPlainParameter(type) && value !== undefined ? [[name, String(value)] as const] : [],
    );
    this.#known = new Map([
      ...pseudoParameters({ stackName, account: LOCAL_ACCOUNT_ID, region: this.region }),
      ...parameters,
    ]);
  }

  get(name: string): unknown {
    return this.#known.get(name) ?? this.physical(name)?.ref;
  }

  attribute(logicalId: string, attribute: string): unknown {
    const attributes = this.physical(logicalId)?.attributes ?? {};
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    return unknownsIn(value).length > 0 ? undefined : value;
  }

  exported(name: string): unknown {
    return this.#surroundings.exported(name);
  }

  /** A value with everything in it that is known here. */
  resolve(value: unknown): unknown {
    return resolveValue(value, this);
  }

  /** A value as text, if it is one and known as a whole. */
  textOf(value: unknown): string | undefined {
    const resolved = this.resolve(value);
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    return typeof resolved === 'string' && unknownsIn(resolved).length === 0 ? resolved : undefined;
  }

  /** The resources of some types that are in the stack. Those whose condition is not known are not. */
  resourcesOf(...types: readonly string[]): readonly (readonly [logicalId: string, resource: Resource])[] {
    return Object.entries(this.template.resources).filter(
      ([, resource]) => types.includes(resource.type) && this.isThere(resource),
    );
  }

  /** Whether the condition of a resource or an output holds. */
  isThere({ condition }: { readonly condition: string | undefined }): boolean {
    return condition === undefined || holds(condition, this) === true;
  }

  /** The logical ids of all resources that are in the stack. */
  presentIds(): readonly string[] {
    return Object.entries(this.template.resources).flatMap(([id, resource]) =>
      this.isThere(resource) ? [id] : [],
    );
  }

  /** What a resource refers to, and depends on. Sides of conditions that do not hold do not count. */
  needsOf(logicalId: string): readonly string[] {
    const { properties = {}, dependsOn = [] } = this.template.resources[logicalId] ?? {};
    const scope = { get: (name: string) => this.#known.get(name), template: this.template };
    return [...referencesIn(resolveValue(properties, scope)), ...dependsOn];
  }

  /** That a resource is not deployed here, although it is in the stack: then it has no name and no attributes. */
  leaveOut(logicalId: string): void {
    this.#leftOut.add(logicalId);
  }

  isLeftOut(logicalId: string): boolean {
    return this.#leftOut.has(logicalId);
  }

  /** A resource as it is on local AWS; undefined when it is not in the stack, or of a type that is not known here. */
  physical(logicalId: string): PhysicalResource | undefined {
    const { resources } = this.template;
    const resource = Object.hasOwn(resources, logicalId) ? resources[logicalId] : undefined;
    if (
      resource === undefined ||
      this.#open.has(logicalId) ||
      this.#leftOut.has(logicalId) ||
      !Object.hasOwn(PHYSICAL_RESOURCES, resource.type)
    )
      return undefined;
    this.#open.add(logicalId);
    try {
      const { properties } = resource;
      const { region, bucketNames, deployedVersions } = this.#surroundings;
      return this.isThere(resource)
        ? PHYSICAL_RESOURCES[resource.type]?.({
            ...{ stackName: this.stackName, logicalId, region, bucketNames, deployedVersions },
            partition: this.#known.get('AWS::Partition') ?? 'aws',
            has: (name) => Object.hasOwn(properties, name),
            property: (name) => this.resolve(properties[name]),
            text: (name) => this.textOf(properties[name]),
          })
        : undefined;
    } finally {
      this.#open.delete(logicalId);
    }
  }
}

/** What a stack does not say itself. */
export interface StackSurroundings {
  readonly region: string;
  /** Versions of the runtimes that are deployed already, by the ids of the runtimes. */
  readonly deployedVersions: ReadonlyMap<string, string>;
  /** Other names of buckets, by those that they would have. */
  readonly bucketNames: ReadonlyMap<string, string>;
  /** The value of an export, if it is known as a whole. */
  exported(name: string): unknown;
}
