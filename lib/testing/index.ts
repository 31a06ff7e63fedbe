/** For tests of workflows: local AWS that leaves nothing behind, and agents that answer as a test wants. */
export {
  type ActionCall,
  type Agent,
  type AgentCall,
  type AgentInput,
  type AgentScreenshot,
  type AgentStep,
  type AgentTool,
  agentCall,
  offlineAgent,
  type ScriptedAct,
  type ScriptedStep,
  scriptedAgent,
  type ToolCall,
} from '../agents/index.ts';
export { type Failure, type LocalAws, type LocalAwsOptions, startLocalAws } from '../local/index.ts';
export type { ScenarioAct, ScenarioRun } from './report-runs.ts';
export { type Scenario, type ScenarioOptions, startScenario } from './scenario.ts';
export type { PersonAnswer, ScenarioPeople, ScenarioQuestion } from './scenario-people.ts';
export { type ServedPage, servePage } from './serve-page.ts';
