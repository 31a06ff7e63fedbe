export { type DecideInput, decide } from './decide.ts';
export { offlineAgent } from './offline-agent.ts';
