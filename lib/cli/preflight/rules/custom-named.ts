import { resolveValue } from '../../../assembly/intrinsics.ts';
import { type Finding, finding } from '../finding.ts';
import { NAMED_RESOURCES } from '../named-resources.ts';
import { replacementsOf } from '../replacements.ts';
import { deployedAs, knownOf, knownOfDeployed, type World } from '../world.ts';

/** Resources that keep their fixed name although a change of theirs needs a new resource: there cannot be two. */
export function customNamed(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) => {
    const deployed = deployedAs(planned, world);
    if (deployed?.template === undefined) return [];
    const after = { template: planned.template, known: knownOf(planned, world) };
    const before = { template: deployed.template, known: knownOfDeployed(deployed, world) };
    return [...replacementsOf(before, after)].flatMap(([logicalId, causes]) => {
      const { type = '', properties = {} } = planned.template.resources[logicalId] ?? {};
      const facts = NAMED_RESOURCES[type];
      const name = facts && resolveValue(properties[facts.name], after.known);
      // With a new name, or inside of something new, there can be two.
      if (facts === undefined || name === undefined || causes.includes(facts.name)) return [];
      if (facts.within !== undefined && causes.includes(facts.within)) return [];
      return finding('custom-named', {
        stackName: planned.stackName,
        region: world.region,
        what: `The ${facts.kind} ${show(name)} would be replaced, because ${causes.join(' and ')} ${causes.length === 1 ? 'changes' : 'change'}; but it has a fixed name, so the new one could not be made beside the old one.`,
        wayOut: wayOut({ type, kind: facts.kind, causes }),
      });
    });
  });
}

function wayOut(options: {
  readonly type: string;
  readonly kind: string;
  readonly causes: readonly string[];
}): string {
  const { type, kind, causes } = options;
  if (type === 'AWS::ECR::Repository' && causes.includes('EncryptionConfiguration')) {
    return (
      'A repository keeps the encryption that it was made with. Leave the key as it was, or give the foundation another ' +
      '`images: { repositoryName }`: new images go there, and running versions keep the old ones. A deployment of ' +
      'version 0.1.0 that was made with customerKey has its key on this very repository: see "Before you deploy" in docs/deploying.md.'
    );
  }
  return `Give the ${kind} another name in the same change, or take the change of ${causes.join(' and ')} back.`;
}

function show(name: unknown): string {
  return typeof name === 'string' ? `"${name}"` : 'with a name of the deployment';
}
