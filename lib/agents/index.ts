/** Who decides on local AWS: the seam, and the agents behind it. */
export type {
  ActionCall,
  Agent,
  AgentCall,
  AgentInput,
  AgentScreenshot,
  AgentStep,
  AgentTool,
  ToolCall,
} from './agent.ts';
export { agentCall } from './agent-call.ts';
export { offlineAgent } from './offline/index.ts';
export { type ScriptedAct, type ScriptedStep, scriptedAgent } from './scripted.ts';
