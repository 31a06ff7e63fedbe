export { BundleError } from './bundle-error.ts';
export {
  type BundleWorkflowOptions,
  bundleWorkflow,
  bundleWorkflowSync,
  type WorkflowBundle,
} from './bundle-workflow.ts';
export { hashBundle } from './hash-bundle.ts';
export { MAIN_FILE, SOURCE_MAP_FILE } from './layout.ts';
export { linkPlaywright } from './playwright-package.ts';
export { type StageContextOptions, type StagedContext, stageContext } from './stage-context.ts';
