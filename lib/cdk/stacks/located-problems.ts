import type { DeploymentEnvironment, WorkflowSettings } from '../../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { MAX_RUNTIME_NAME_LENGTH } from '../../catalog/limits.ts';
import {
  definitionNameRule,
  type NameRule,
  WORKFLOW_NAME,
  workflowNameRule,
} from '../../catalog/name-rules.ts';
import { definitionNameFor, runtimeNameFor } from '../../catalog/names.ts';
import { settingPlace } from '../../catalog/setting-place.ts';
import { workflowConflicts } from '../../catalog/workflow-conflicts.ts';
import { workflowSettingsOf } from '../../catalog/workflow-settings.ts';
import { MAX_DEFINITION_NAME_LENGTH } from '../../contract/limits.ts';
import type { Problem } from '../../core/problems.ts';

/**
 * The problems of a workflow's construct in the words of catalog and settings, at the place where the author wrote what is
 * wrong, less those that are said already.
 *
 * @param where the name of the environment
 */
export function located(of: LocatedWorkflow, problems: readonly Problem[], where: string): Problem[] {
  const { workflow: entry, environment } = of;
  const conflicts = workflowConflicts({ where, environment, catalog: [entry] });
  return problems
    .flatMap((problem) => {
      const path = problem.where
        .replace(/^Workflow\.(?:runtime\.)?/, '')
        .replace(/^FleetOnUpload\b/, 'fleet.startOnUpload')
        .replace(/^(?:Fleet|Schedule)\b/, (id) => id.toLowerCase());
      const derived = derivedName(of, path, problem);
      if (derived !== undefined) return derived;
      const [, name = '', rest = '', part] = /^(\w+)((?:\.(\w+))?.*)$/.exec(path) ?? [];
      const member = SETTINGS.find((each) => each === name);
      if (member === undefined)
        return { ...problem, where: `${name === 'hotswap' ? where : entry.name}.${path}` };
      const { secrets = {} } = workflowSettingsOf(environment, entry);
      // Secrets are variables of the construct.
      const isSecret = member === 'environment' && part !== undefined && Object.hasOwn(secrets, part);
      const place = settingPlace({ where, environment, entry, member: isSecret ? 'secrets' : member, part });
      return { ...problem, where: `${place}${rest}` };
    })
    .filter((problem) => !isSaidBy(conflicts, problem));
}

/** The entry of a workflow, and where it is deployed. */
export interface LocatedWorkflow {
  readonly workflow: WorkflowCatalogEntry;
  readonly environment: DeploymentEnvironment;
}

/** Members that constructs have under the same names. */
const SETTINGS: readonly (keyof WorkflowSettings)[] = [
  'environment',
  'requestHeaders',
  'authorizer',
  'browserProfile',
  'humanInTheLoop',
  'fleet',
  'schedule',
  'trace',
  'sessionStorage',
  'rollout',
  'liveVersion',
];

/** Constructs have conflicts of settings in words of their own. */
function isSaidBy(conflicts: readonly Problem[], { where }: Problem): boolean {
  if (conflicts.length === 0) return false;
  const whole = where.replace(/\[\d+\]$/, '');
  return /\.hotswap$/.test(where) || conflicts.some((conflict) => conflict.where === whole);
}

/** Of a name that nobody wrote as it is: it has the stage at its end. */
function derivedName(
  { workflow: { name, definitionName }, environment: { stage } }: LocatedWorkflow,
  path: string,
  problem: Problem,
): readonly Problem[] | undefined {
  const inStage = (where: string, written: string, whole: string, rule: NameRule): readonly Problem[] => {
    const end = whole.slice(written.length);
    const fix = `use "${rule.near(written) || rule.example}", for example`;
    if (end === '') return [{ ...problem, where: `${name}.${where}` }];
    const allowed = `${rule.allowed}, because "${end}" is added in this stage`;
    return [{ ...problem, where: `${name}.${where}`, allowed, fix }];
  };
  if (path === 'runtimeName') {
    // A name that is wrong is said as such.
    if (!WORKFLOW_NAME.accepts(name)) return [];
    const whole = runtimeNameFor({ workflow: name, stage });
    return inStage(
      'name',
      name,
      whole,
      workflowNameRule(MAX_RUNTIME_NAME_LENGTH - whole.length + name.length),
    );
  }
  if (path === 'workflowDefinitionName') {
    const whole = definitionNameFor({ definitionName, stage });
    const room = MAX_DEFINITION_NAME_LENGTH - whole.length + definitionName.length;
    return inStage('definitionName', definitionName, whole, definitionNameRule(room));
  }
  return undefined;
}
