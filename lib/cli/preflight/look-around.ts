import type { PlannedStack } from '../../assembly/read-assembly.ts';
import { foundationStackName, workflowOfStack } from '../../catalog/names.ts';
import type { CloudFormationReader } from './ask-cloudformation.ts';
import { changedExports } from './changed-exports.ts';
import { byCertainty } from './conditions.ts';
import { type Finding, type Findings, finding } from './finding.ts';
import { customNamed } from './rules/custom-named.ts';
import { exportsInUse } from './rules/exports-in-use.ts';
import { logsLeaveStack } from './rules/logs-leave-stack.ts';
import { exportsTaken, namesTaken } from './rules/names-taken.ts';
import { orphans } from './rules/orphans.ts';
import { stackState } from './rules/stack-state.ts';
import { typeChanged } from './rules/type-changed.ts';
import { type DeployedStack, deployedAs, hasResources, type World } from './world.ts';

/** Compares the stacks of one region with what CloudFormation has there, by all rules. */
export async function lookAround(options: {
  readonly region: string;
  readonly app: string;
  readonly planned: readonly PlannedStack[];
  /** All stacks of the region, as `reader.stacks()` found them. */
  readonly stacks: readonly DeployedStack[];
  readonly reader: Pick<CloudFormationReader, 'template' | 'importers'>;
}): Promise<Findings> {
  const { region, app, planned, stacks, reader } = options;
  const deployed = await withTemplates({ planned, stacks, reader });
  const world: World = { region, app, planned, deployed };
  const importers = new Map<string, readonly string[]>();
  for (const { name } of changedExports(world)) importers.set(name, await reader.importers(name));
  const states = stackState(world);
  const exports = exportsInUse(world, importers);
  const compared = byCertainty(world, (each) =>
    [typeChanged, customNamed, namesTaken, exportsTaken].flatMap((rule) => rule(each)),
  );
  return {
    refused: [...states.refused, ...compared.refused, ...exports.refused],
    notices: [
      ...states.notices,
      ...compared.notices,
      ...exports.notices,
      ...notRead(world),
      ...logsLeaveStack(world),
      ...orphans(world),
    ],
  };
}

/** Enough to be quick, few enough not to be throttled at once. */
const TEMPLATES_AT_A_TIME = 4;

/**
 * Of all the stacks of an account, the templates of those matter that the assembly has, that are named as ours are, or
 * that export a runtime: others cannot be expected to have our names, and to read them all would take minutes.
 */
async function withTemplates(options: {
  readonly planned: readonly PlannedStack[];
  readonly stacks: readonly DeployedStack[];
  readonly reader: Pick<CloudFormationReader, 'template'>;
}): Promise<readonly DeployedStack[]> {
  const { planned, stacks, reader } = options;
  const names = new Set(planned.map(({ stackName }) => stackName));
  const matters = ({ stackName, status, exports }: DeployedStack): boolean =>
    hasResources(status) &&
    (names.has(stackName) ||
      workflowOfStack(stackName) !== undefined ||
      stackName.startsWith(foundationStackName()) ||
      [...exports.keys()].some((name) => name.endsWith('RuntimeArn')));
  const result = [...stacks];
  const waiting = [...stacks.entries()].filter(([, stack]) => matters(stack));
  const readNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, stack] = next;
      result[index] = { ...stack, template: await reader.template(stack.stackName) };
    }
  };
  await Promise.all(Array.from({ length: TEMPLATES_AT_A_TIME }, readNext));
  return result;
}

function notRead(world: World): readonly Finding[] {
  return world.planned.flatMap((planned) => {
    const deployed = deployedAs(planned, world);
    if (deployed === undefined || deployed.template !== undefined) return [];
    return finding('not-read', {
      stackName: planned.stackName,
      region: world.region,
      what: 'The template of the deployed stack could not be read as JSON, so that nothing was compared but its exports.',
      wayOut: 'Look at `npx cdk diff` before you deploy it.',
    });
  });
}
