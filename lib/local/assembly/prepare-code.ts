import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AssemblyError } from '../../assembly/assembly-error.ts';
import { hashBundle, linkPlaywright, MAIN_FILE } from '../../bundle/index.ts';
import type { WorkflowSource } from '../../contract/workflow-source.ts';
import type { WorkflowTool } from '../../contract/workflow-tool.ts';
import { bundlesDir } from '../agentcore/bundles.ts';
import { makeVersion, stagingIn } from '../agentcore/deploy-locally.ts';
import type { AssemblyNote } from './assembly-note.ts';
import { calledName, type PlannedRuntime } from './plan-runtime.ts';

/**
 * Brings the programs of the assembly into the state folder, each into a folder that is named by its content.
 *
 * @throws AssemblyError when a program is not what its source would be bundled to now
 * @throws BundleError when a source cannot be bundled
 */
export async function prepareCode(options: {
  readonly runtimes: readonly PlannedRuntime[];
  /** What is known of the sources, by the stack and the logical id of the runtime with `/` between. */
  readonly sources: ReadonlyMap<string, WorkflowSource>;
  /** Of the assembly. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly stateDir: string;
}): Promise<{ readonly ready: readonly ReadyRuntime[]; readonly notes: readonly AssemblyNote[] }> {
  const { runtimes, sources, folder, projectRoot, stateDir } = options;
  const notes: AssemblyNote[] = [];
  const stale: string[] = [];
  const ready: ReadyRuntime[] = [];
  for (const runtime of runtimes) {
    const { name } = runtime.deployment;
    const hash = hashBundle(readFileSync(path.join(runtime.folder, MAIN_FILE)));
    const noted = sources.get(`${runtime.stackName}/${runtime.logicalId}`);
    const source = noted && filesOf(noted, projectRoot);
    if (noted === undefined || source === undefined) {
      const why =
        noted === undefined
          ? 'the assembly does not say what it is made of (it is from an older version, or another construct)'
          : `its source ${noted.entry} is not in ${projectRoot}`;
      notes.push({
        stackName: runtime.stackName,
        resource: calledName(runtime),
        what: `${why}: whether its code is that of the source was not checked.`,
      });
      const bundleDir = copyCode({ from: runtime.folder, name, hash, projectRoot, stateDir });
      ready.push({ runtime, bundleDir });
      continue;
    }
    const { entry } = source;
    // With its source map, which assemblies do not have.
    const { bundleDir, bundleHash, inputs } = await makeVersion({
      entry: { name, entry },
      tool: noted.tool,
      projectRoot: source.projectRoot,
      stateDir,
    });
    if (bundleHash !== hash) stale.push(`${noted.workflow} (${noted.entry})`);
    ready.push({ runtime, bundleDir, source: { ...source, inputs }, workflow: noted.workflow });
  }
  if (stale.length > 0) throw staleError(folder, stale);
  return { ready, notes };
}

/** A runtime whose program lies in the state folder. */
export interface ReadyRuntime {
  readonly runtime: PlannedRuntime;
  readonly bundleDir: string;
  readonly source?: SourceFiles | undefined;
  /** The name of the workflow, if the assembly says it. */
  readonly workflow?: string | undefined;
}

/** What a bundle is made of, on this machine. */
export interface SourceFiles {
  /** The file that exports `main(payload)`, absolute. */
  readonly entry: string;
  /** The folder that its dependencies are resolved from, absolute. */
  readonly projectRoot: string;
  /** The files that it was made of, absolute, without packages. */
  readonly inputs: readonly string[];
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}

function filesOf(source: WorkflowSource, projectRoot: string): Omit<SourceFiles, 'inputs'> | undefined {
  const entry = path.resolve(projectRoot, source.entry);
  return existsSync(entry)
    ? { entry, projectRoot: path.resolve(projectRoot, source.projectRoot), tool: source.tool }
    : undefined;
}

function copyCode(options: {
  readonly from: string;
  readonly name: string;
  readonly hash: string;
  readonly projectRoot: string;
  readonly stateDir: string;
}): string {
  const { from, name, hash, projectRoot, stateDir } = options;
  const folder = path.join(bundlesDir(stateDir), name);
  const bundleDir = path.join(folder, hash.slice(0, 16));
  if (existsSync(path.join(bundleDir, MAIN_FILE))) return bundleDir;
  const staging = stagingIn(folder);
  try {
    mkdirSync(staging, { recursive: true });
    cpSync(path.join(from, MAIN_FILE), path.join(staging, MAIN_FILE));
    linkPlaywright({ bundleDir: staging, projectRoot });
    renameSync(staging, bundleDir);
    return bundleDir;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function staleError(folder: string, workflows: readonly string[]): AssemblyError {
  return new AssemblyError({
    what: `The cloud assembly ${folder} is not of the present sources: they would make other code of ${workflows.join(', ')}.`,
    fix: 'Make it again with "npx cdk synth --quiet", with the options that it was made with.',
  });
}
