import { VARIABLE } from '../contract/variables.ts';
import { functionNumber, functionVariable } from './function-variable.ts';

/** What the stack tells the function that looks for lost runs, and what the function tells CloudWatch. */
export interface LostRunSettings {
  readonly definitionName: string;
  /** Where hosts write the records of invocations, and which of them a run belongs to. */
  readonly artifactBucket: string;
  readonly artifactPrefix: string;
  /** So long after its start a run has no runtime session any more. */
  readonly lostAfterSeconds: number;
  /** How often the function is called. */
  readonly everyMinutes: number;
}

/** The settings as environment variables of the function. */
export function lostRunVariables(settings: LostRunSettings): Readonly<Record<string, string>> {
  return {
    [VARIABLE.definitionName]: settings.definitionName,
    [VARIABLE.artifactBucket]: settings.artifactBucket,
    [VARIABLE.artifactPrefix]: settings.artifactPrefix,
    [LOST_AFTER_SECONDS]: String(settings.lostAfterSeconds),
    [EVERY_MINUTES]: String(settings.everyMinutes),
  };
}

/** @throws Error when a variable is missing or is no number */
export function lostRunSettingsIn(
  environment: Readonly<Record<string, string | undefined>>,
): LostRunSettings {
  const text = (name: string): string => functionVariable(name, environment);
  const number = (name: string): number => functionNumber(name, { environment, least: 1 });
  return {
    definitionName: text(VARIABLE.definitionName),
    artifactBucket: text(VARIABLE.artifactBucket),
    artifactPrefix: text(VARIABLE.artifactPrefix),
    lostAfterSeconds: number(LOST_AFTER_SECONDS),
    everyMinutes: number(EVERY_MINUTES),
  };
}

const LOST_AFTER_SECONDS = 'LOST_AFTER_SECONDS';
const EVERY_MINUTES = 'EVERY_MINUTES';

/** How many lost runs were found, by the name of their definition. */
export const LOST_RUNS_METRIC = {
  namespace: 'NovaActWorkflows',
  metricName: 'LostRuns',
  dimension: 'WorkflowDefinition',
} as const;
