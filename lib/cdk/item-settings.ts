import { VARIABLE } from '../contract/variables.ts';
import { functionNumber, functionVariable } from './function-variable.ts';

/** What the stack tells the function of a fleet. */
export interface ItemSettings {
  /** The runtime that runs the items, and its endpoint. */
  readonly runtimeArn: string;
  readonly qualifier: string;
  /** For messages: whose fleet it is. */
  readonly definitionName: string;
  /** Where the items are, unless an execution says another bucket. */
  readonly artifactBucket: string;
  /** Names of the other buckets that they may be in. */
  readonly buckets: readonly string[];
  /** For executions that do not say it. */
  readonly concurrency: number;
  /** For executions that do not say it: from 0 to 100. */
  readonly toleratedFailurePercentage: number;
}

/** The settings as environment variables of the function. */
export function itemVariables(settings: ItemSettings): Readonly<Record<string, string>> {
  return {
    [VARIABLE.definitionName]: settings.definitionName,
    [VARIABLE.artifactBucket]: settings.artifactBucket,
    [RUNTIME_ARN]: settings.runtimeArn,
    [QUALIFIER]: settings.qualifier,
    [BUCKETS]: settings.buckets.join(','),
    [CONCURRENCY]: String(settings.concurrency),
    [TOLERATED_FAILURE_PERCENTAGE]: String(settings.toleratedFailurePercentage),
  };
}

/** @throws Error when a variable is missing or is no number */
export function itemSettingsIn(environment: Readonly<Record<string, string | undefined>>): ItemSettings {
  const text = (name: string): string => functionVariable(name, environment);
  const number = (name: string): number => functionNumber(name, { environment, least: 0 });
  return {
    definitionName: text(VARIABLE.definitionName),
    artifactBucket: text(VARIABLE.artifactBucket),
    runtimeArn: text(RUNTIME_ARN),
    qualifier: text(QUALIFIER),
    buckets: (environment[BUCKETS] ?? '').split(',').filter((name) => name !== ''),
    concurrency: number(CONCURRENCY),
    toleratedFailurePercentage: number(TOLERATED_FAILURE_PERCENTAGE),
  };
}

const RUNTIME_ARN = 'RUNTIME_ARN';
const QUALIFIER = 'RUNTIME_QUALIFIER';
/** With commas between: no name of a bucket has one. */
const BUCKETS = 'ITEM_BUCKETS';
const CONCURRENCY = 'CONCURRENCY';
const TOLERATED_FAILURE_PERCENTAGE = 'TOLERATED_FAILURE_PERCENTAGE';
