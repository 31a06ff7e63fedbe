/** The Nova Act service of local AWS: a Fastify plugin, its state, and the contract of its agent. */
export { type Refusal, readSignature, refuseForeign } from '../guard.ts';
export { type NovaActPluginOptions, novaActPlugin } from './plugin.ts';
export type {
  ActRecord,
  Creation,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
  StepObservation,
  StepRecord,
  StepResult,
  StoreChange,
} from './records.ts';
export { stepsDir } from './state/state-dirs.ts';
export { NovaActStore } from './store.ts';
