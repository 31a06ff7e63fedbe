import { type Problem, ProblemsError } from '../core/problems.ts';
import { checkValue } from './check-value.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import { settingsConflicts } from './settings-conflicts.ts';
import { deploymentSettingsSchema } from './settings-schema.ts';
import type { NamedSettings } from './workflow-settings.ts';

/**
 * Checks the settings of a project's deployments and returns them frozen. Pure: it reads no file and no environment. What
 * needs the catalog, such as the names of workflows, the app checks.
 *
 * @throws {@link SettingsError} with every problem, not only the first
 */
export function defineSettings(settings: DeploymentSettings): DeploymentSettings {
  const problems = checkSettings({ settings });
  const { data } = checkValue({ schema: deploymentSettingsSchema, value: settings, where: WHERE });
  if (problems.length > 0 || data === undefined) throw new SettingsError(problems, settings);
  return data;
}

/** The settings of deployments cannot be used. Lists every problem at once. */
export class SettingsError extends ProblemsError {
  override readonly name = 'SettingsError';
  /** What was given: an app says its problems with those of catalog and command line. */
  readonly settings: DeploymentSettings;

  constructor(problems: readonly Problem[], settings: DeploymentSettings) {
    super('deployment settings', problems);
    this.settings = settings;
    // Node would print them below the stack.
    Object.defineProperty(this, 'settings', { enumerable: false });
  }
}

/** All that is wrong with settings, and with what the catalog says together with them. */
export function checkSettings(options: {
  readonly settings: unknown;
  /** @default - what needs it is not checked */
  readonly catalog?: readonly NamedSettings[] | undefined;
}): Problem[] {
  const { settings, catalog } = options;
  const { problems } = checkValue({ schema: deploymentSettingsSchema, value: settings, where: WHERE });
  return [...problems.map(pointedAtWorkflows), ...settingsConflicts({ where: WHERE, settings, catalog })];
}

const WHERE = 'settings';

/** People look for these where everything else of a workflow may stand. */
function pointedAtWorkflows(problem: Problem): Problem {
  if (/\.serverProtocol$/.test(problem.where)) {
    return {
      ...problem,
      what: 'is of a workflow wherever it is deployed: what agents see of it is part of its code',
      allowed: 'serverProtocol in its entry of the catalog',
      fix: 'move it there',
    };
  }
  if (!/\.liveVersion$/.test(problem.where) || /\.workflows\./.test(problem.where)) return problem;
  return {
    ...problem,
    what: 'is of one workflow, because each runtime counts its own versions',
    allowed: 'workflows: { "<workflow>": { liveVersion } }',
    fix: 'move it there',
  };
}
