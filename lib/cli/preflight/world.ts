import type { KnownValues } from '../../assembly/intrinsics.ts';
import { isPlainParameter, pseudoParameters } from '../../assembly/pseudo-parameters.ts';
import type { PlannedStack } from '../../assembly/read-assembly.ts';
import type { Template } from '../../assembly/template.ts';

/** What a deployment would meet in one region: the stacks that it brings, and those that are there. */
export interface World {
  readonly region: string;
  /** The folder of the assembly, as commands name it. */
  readonly app: string;
  readonly planned: readonly PlannedStack[];
  /** All stacks of the region. Templates are read of those that matter only. */
  readonly deployed: readonly DeployedStack[];
}

/** A stack that CloudFormation has. */
export interface DeployedStack {
  readonly stackName: string;
  readonly account: string;
  readonly status: string;
  readonly isProtected: boolean;
  /** Values of its parameters, as they were given. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What it exports, by the names of the exports. */
  readonly exports: ReadonlyMap<string, string>;
  /** Undefined when it was not read, or there is none. */
  readonly template: Template | undefined;
}

/** The stack that a planned one will update; undefined when it will be a new one. */
export function deployedAs(planned: { readonly stackName: string }, world: World): DeployedStack | undefined {
  return world.deployed.find(
    ({ stackName, status }) => stackName === planned.stackName && hasResources(status),
  );
}

/** Whether a stack has anything: one that was never created, or whose creation failed, is made anew. */
export function hasResources(status: string): boolean {
  return !['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_COMPLETE'].includes(status);
}

/**
 * What is known when the template of a planned stack is read. Parameters that the deployed stack has keep their values:
 * `cdk deploy` gives no others, unless it is told to.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html (`--previous-parameters`)
 */
export function knownOf(planned: PlannedStack, world: World): KnownValues {
  const account = planned.account ?? world.deployed[0]?.account;
  const previous = deployedAs(planned, world)?.parameters ?? {};
  const parameters = Object.entries(planned.template.parameters).flatMap(([name, parameter]) => {
    const value = Object.hasOwn(previous, name) ? previous[name] : parameter.default;
    return isPlainParameter(parameter.type) && value !== undefined && !HIDDEN.test(String(value))
      ? [[name, String(value)] as const]
      : [];
  });
  return new Map([...pseudoParameters({ ...planned, account, region: world.region }), ...parameters]);
}

/** What is known when the template of a deployed stack is read. */
export function knownOfDeployed(deployed: DeployedStack, world: World): KnownValues {
  const types = deployed.template?.parameters ?? {};
  const parameters = Object.entries(deployed.parameters).filter(
    ([name, value]) => isPlainParameter(types[name]?.type ?? '') && !HIDDEN.test(String(value)),
  );
  return new Map([...pseudoParameters({ ...deployed, region: world.region }), ...parameters]);
}

/**
 * What CloudFormation says in place of a value that must not be seen.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
const HIDDEN = /^\*+$/;
