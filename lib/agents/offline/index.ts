export { type DecideInput, decide } from './decide.ts';
export type { AgentCall, AgentStep } from './types.ts';
