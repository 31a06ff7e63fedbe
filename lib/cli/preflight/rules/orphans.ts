import { importsOf } from '../../../assembly/intrinsics.ts';
import { foundationStackName, workflowOfStack } from '../../../catalog/names.ts';
import { type Finding, finding } from '../finding.ts';
import { type DeployedStack, hasResources, knownOfDeployed, type World } from '../world.ts';

/**
 * Workflow stacks that belong to a foundation of the assembly and are not in it any more: the CDK CLI neither lists nor
 * removes them. Stacks of other stages and regions have foundations of their own.
 */
export function orphans(world: World): readonly Finding[] {
  const planned = new Set(world.planned.map(({ stackName }) => stackName));
  return world.deployed.flatMap((stack) => {
    const { stackName, template, status } = stack;
    if (planned.has(stackName) || workflowOfStack(stackName) === undefined) return [];
    if (template === undefined || !hasResources(status)) return [];
    const isOfThisApp = [...importsOf(template, knownOfDeployed(stack, world))].some((name) => {
      const [exporter = ''] = name.split(':');
      return exporter.startsWith(foundationStackName()) && planned.has(exporter);
    });
    if (!isOfThisApp) return [];
    const keeps = Object.values(template.resources).some(({ isKept }) => isKept);
    return finding('not-in-assembly', {
      stackName,
      region: world.region,
      what: 'The stack is deployed, but no workflow of this assembly has it: the workflow was removed or renamed.',
      wayOut: `Remove it when nobody calls it any more: ${removeStack(stack, world)}. ${keeps ? 'What its removal policy keeps stays.' : 'Its definition goes, and with it all its runs.'}`,
    });
  });
}

/** The commands that remove a stack which is in no assembly. */
export function removeStack({ stackName, isProtected }: DeployedStack, { region }: World): string {
  const options = `--stack-name ${stackName} --region ${region}`;
  const unprotect = `\`aws cloudformation update-termination-protection --no-enable-termination-protection ${options}\`, then `;
  return `${isProtected ? unprotect : ''}\`aws cloudformation delete-stack ${options}\``;
}
