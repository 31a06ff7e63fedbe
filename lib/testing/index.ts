/** For tests of workflows: local AWS that leaves nothing behind, and agents that answer as a test wants. */
export * from '../agents/index.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from '../local/index.ts';
export type { ScenarioAct, ScenarioRun } from './report-runs.ts';
export { type Scenario, type ScenarioOptions, startScenario } from './scenario.ts';
export { type ServedPage, servePage } from './serve-page.ts';
