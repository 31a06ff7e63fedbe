import type { Template } from '../../assembly/template.ts';
import type { Finding, Findings } from './finding.ts';
import type { World } from './world.ts';

/**
 * What rules find, apart by whether it is certain: what has a condition may or may not be in a stack, which only
 * CloudFormation knows. What is found because of it is a note.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
 */
export function byCertainty(world: World, rule: (world: World) => readonly Finding[]): Findings {
  const refused = rule(withoutConditional(world));
  const certain = new Set(refused.map(({ what }) => what));
  const notices = rule(world).flatMap((found) =>
    certain.has(found.what)
      ? []
      : { ...found, what: `${found.what} That is so if the conditions in the templates hold.` },
  );
  return { refused, notices };
}

function withoutConditional(world: World): World {
  return {
    ...world,
    planned: world.planned.map((stack) => ({ ...stack, template: certainPart(stack.template) })),
    deployed: world.deployed.map((stack) => ({
      ...stack,
      template: stack.template && certainPart(stack.template),
    })),
  };
}

function certainPart(template: Template): Template {
  const { resources, outputs } = template;
  return { ...template, resources: unconditional(resources), outputs: unconditional(outputs) };
}

function unconditional<T extends { readonly condition: string | undefined }>(
  members: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).filter(([, { condition }]) => condition === undefined));
}
