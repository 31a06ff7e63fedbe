export type { Failure } from './failure.ts';
export { FailureHooks } from './failure-hooks.ts';
export { isFailure, readFailures } from './read-failures.ts';
