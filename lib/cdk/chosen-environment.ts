import type { DeploymentEnvironment, DeploymentSettings } from '../catalog/deployment-settings.ts';
import { validEnvironments, validPartOf } from '../catalog/valid-part.ts';
import type { Problem } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';

/**
 * The environment that `-c env=` chooses: one of the settings, the first unless a name is given, or a personal stage of that
 * name. Of settings with problems, what is right.
 */
export function chosenEnvironment(options: {
  /** As it was given on the command line. */
  readonly name: string | undefined;
  readonly settings: DeploymentSettings;
  /** Names of workflows. */
  readonly workflows: readonly string[];
}): ChosenEnvironment {
  const { settings, workflows } = options;
  const environments = validEnvironments(settings);
  const names = Object.keys(environments);
  const name = options.name ?? names[0] ?? '';
  const environment = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (environment !== undefined) {
    return { where: `settings.environments.${name}`, environment, personalStage: undefined, problems: [] };
  }
  if (options.name === undefined || names.length === 0) return NONE;
  if (settings.personal === undefined) {
    const problem = unknownName(name, names, '');
    // Who means a stage of their own reads how to allow it.
    const allowing = PERSONAL_STAGE.test(name) && didYouMean(name, names) === undefined;
    const fix = `${problem.fix}, or add "personal: {}" to the settings, which allows personal stages`;
    return { ...NONE, problems: [allowing ? { ...problem, fix } : problem] };
  }
  const problems = personalProblems({ name, environments, workflows });
  return {
    where: 'settings.personal',
    environment: { ...validPartOf(settings.personal), ...(problems.length === 0 && { stage: name }) },
    personalStage: name,
    problems,
  };
}

/** What is deployed. */
export interface ChosenEnvironment {
  /** Its name in the settings. */
  readonly where: string;
  readonly environment: DeploymentEnvironment;
  /** The name that a person gave a deployment of their own. */
  readonly personalStage: string | undefined;
  readonly problems: readonly Problem[];
}

/** Settings without environments say so themselves. */
const NONE: ChosenEnvironment = {
  where: 'settings.environments',
  environment: {},
  personalStage: undefined,
  problems: [],
};

/** Short, because it is a part of names that have little room; small letters, as repositories have them. */
const PERSONAL_STAGE = /^(?!encrypted$)[a-z][a-z0-9]{0,11}$/;

/** Who writes one of these means an environment, and would be surprised by an empty one. */
const SHARED: ReadonlySet<string> = new Set(
  'prd prod production live stg stage staging pre preprod uat qa test tst int integration dev development main default all'.split(
    ' ',
  ),
);

const PERSONAL = 'a stage of your own: 1 to 12 lower-case letters and digits, a letter first';

/** A slip in the name of an environment is not a new stage, and no stage meets another. */
function personalProblems(options: {
  readonly name: string;
  readonly environments: DeploymentSettings['environments'];
  readonly workflows: readonly string[];
}): Problem[] {
  const { name, environments, workflows } = options;
  const names = Object.keys(environments);
  if (didYouMean(name, names) !== undefined) return [unknownName(name, names, `, or ${PERSONAL}`)];
  const problem = (what: string): Problem => ({
    where: 'context value env',
    what,
    got: JSON.stringify(name),
    allowed: `${names.join(', ')}, or ${PERSONAL}`,
    fix: 'choose another name for your stage',
  });
  if (!PERSONAL_STAGE.test(name))
    return [problem('is neither an environment nor the name of a personal stage')];
  if (SHARED.has(name)) return [problem('is a name that many have for a stage of all')];
  const twin = Object.entries(environments).find(([, { stage }]) => stage?.toLowerCase() === name);
  if (twin !== undefined) return [problem(`is the stage of ${twin[0]}`)];
  const workflow = workflows.find((each) => each.startsWith(`${name}-`));
  return workflow === undefined
    ? []
    : [problem(`is how the workflow ${workflow} begins, so that stacks could meet`)];
}

function unknownName(name: string, names: readonly string[], others: string): Problem {
  const near = didYouMean(name, names);
  return {
    where: 'context value env',
    what: 'is not one that this app knows',
    got: JSON.stringify(name),
    allowed: names.join(', ') + others,
    fix: near ? `did you mean "-c env=${near}"?` : `choose one, such as "-c env=${names[0]}"`,
  };
}
