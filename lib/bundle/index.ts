export { BundleError } from './bundle-error.ts';
export {
  type BundleWorkflowOptions,
  bundleWorkflow,
  bundleWorkflowSync,
  type WorkflowBundle,
} from './bundle-workflow.ts';
export { defineCatalog, type WorkflowCatalogEntry, type WorkflowLifecycle } from './catalog.ts';
export { CatalogError, type CatalogProblem } from './catalog-error.ts';
export { checkEnvironment, checkLifecycle, LIFECYCLE_DEFAULTS } from './catalog-settings.ts';
export { hashBundle } from './hash-bundle.ts';
export { MAIN_FILE, SOURCE_MAP_FILE } from './layout.ts';
export { linkPlaywright } from './playwright-package.ts';
export { type StageContextOptions, type StagedContext, stageContext } from './stage-context.ts';
