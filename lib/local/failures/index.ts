export type { Failure } from './failure.ts';
export { FailureHooks } from './failure-hooks.ts';
export { isFailure, problemOfFailure, readFailures } from './read-failures.ts';
