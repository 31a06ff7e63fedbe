import { type KnownValues, referencesIn, resolveValue, sameValue } from '../../assembly/intrinsics.ts';
import type { Resource, Template } from '../../assembly/template.ts';
import { NAMED_RESOURCES } from './named-resources.ts';

/**
 * The resources that CloudFormation would replace, with the properties that make it do so. Replacement spreads: what is
 * created with an attribute of a replaced resource is replaced, too. Of types that are not in {@link NAMED_RESOURCES}
 * nothing is said.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export function replacementsOf(
  before: ReadTemplate,
  after: ReadTemplate,
): ReadonlyMap<string, readonly string[]> {
  const replaced = new Map<string, readonly string[]>();
  let found: number;
  do {
    found = replaced.size;
    for (const [logicalId, resource] of Object.entries(after.template.resources)) {
      const old = before.template.resources[logicalId];
      const facts = NAMED_RESOURCES[resource.type];
      if (replaced.has(logicalId) || old?.type !== resource.type || facts === undefined) continue;
      const causes = [facts.name, ...facts.createOnly].filter(
        (property) =>
          !sameProperty(property, { old, resource, before, after }) ||
          dependsOn(resource.properties[property], replaced),
      );
      if (causes.length > 0) replaced.set(logicalId, causes);
    }
  } while (replaced.size > found);
  return replaced;
}

/** A template, and what is known when it is read. */
export interface ReadTemplate {
  readonly template: Template;
  readonly known: KnownValues;
}

/** Whether a value is made of something that is replaced. */
export function dependsOn(value: unknown, replaced: ReadonlyMap<string, unknown>): boolean {
  return [...referencesIn(value)].some((reference) => replaced.has(reference));
}

function sameProperty(
  property: string,
  options: {
    readonly old: Resource;
    readonly resource: Resource;
    readonly before: ReadTemplate;
    readonly after: ReadTemplate;
  },
): boolean {
  const { old, resource, before, after } = options;
  return sameValue(
    resolveValue(old.properties[property], before.known),
    resolveValue(resource.properties[property], after.known),
  );
}
