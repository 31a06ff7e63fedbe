export { type AssemblyNote, noteLine } from './assembly-note.ts';
export {
  type AssemblyDeployment,
  type AssemblyDeployments,
  type DeployAssemblyOptions,
  deployAssembly,
} from './deploy-assembly.ts';
export type { SourceFiles } from './prepare-code.ts';
