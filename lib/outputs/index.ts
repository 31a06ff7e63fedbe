export { findOutputsInCloudFormation } from './cloudformation-outputs.ts';
export { OutputsError } from './outputs-error.ts';
export {
  findOutputsInFile,
  type OutputsFile,
  parseOutputsFile,
  readOutputsFile,
  writeOutputsFile,
} from './outputs-file.ts';
export { looksLikeArn, parseRuntimeArn, type RuntimeArn } from './runtime-arn.ts';
export { exportName, foundationStackName, type StageOption, workflowStackName } from './stack-names.ts';
export {
  checkOutputs,
  OUTPUT_KEYS,
  type OutputKey,
  type SomeOutputs,
  type WorkflowOutputs,
} from './workflow-outputs.ts';
