import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { workflowOfStack } from '../../../catalog/names.ts';
import { messageOf } from '../../../core/errors.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import { visible } from '../../../core/visible.ts';
import type { AssemblyDeployment } from '../../../local/assembly/index.ts';
import type { LocalWatch } from '../../../local/watch/local-watch.ts';
import { checking } from './news-lines.ts';
import { type StartWatchOptions, startWatch } from './start-watch.ts';
import { TemplateTarget } from './template-target.ts';

/**
 * Watches the sources of workflows that were deployed from a cloud assembly, what the templates were made of, and the assembly
 * itself: what is synthesized again is deployed again. Disposed, it is over.
 */
export function watchAssembly(options: AssemblyWatchOptions): AsyncDisposable {
  const { folder, deployedAtMs } = options;
  const say = (text: string): void => options.say(visible(text));
  const root = realpathSync(options.projectRoot);
  const watches = new Map<string, LocalWatch>();
  const called = new Map<string, string>();
  const calledAs = (name: string): string => called.get(name) ?? name;
  const watchOf = (projectRoot: string): LocalWatch => {
    const watch = watches.get(projectRoot) ?? startWatch({ ...options, projectRoot, calledAs });
    watches.set(projectRoot, watch);
    return watch;
  };
  const versions = new Map<string, string>();
  const followed = new Map<string, LocalWatch>();
  /** @returns whether types of those that are new or changed are checked */
  const follow = (deployments: readonly AssemblyDeployment[], sinceMs: number, isAgain = true): boolean => {
    let isChecking = false;
    const names = new Set(deployments.map(({ name }) => name));
    for (const [name, watch] of followed) if (!names.has(name)) watch.remove(name);
    followed.clear();
    for (const { name, stackName, source, runtimeVersion } of deployments) {
      called.set(name, workflowOfStack(stackName) ?? name);
      const isChanged = versions.get(name) !== runtimeVersion;
      versions.set(name, runtimeVersion);
      if (source === undefined) continue;
      const { projectRoot, entry, inputs, tool } = source;
      const watch = watchOf(realpathSync(projectRoot));
      watch.addWorkflow({ name, entry, inputs, tool }, sinceMs);
      followed.set(name, watch);
      if (isAgain && isChanged && watch.checkTypes(name)) isChecking = true;
    }
    return isChecking;
  };
  follow(options.deployments, deployedAtMs, false);
  const files = templateFiles({ ...options, projectRoot: root });
  const template = new TemplateTarget({
    projectRoot: root,
    files,
    synthesize: 'npx cdk synth',
    say,
  });
  watchOf(root).addTarget(template, files, deployedAtMs);
  const manifest = path.join(realpathSync(folder), 'manifest.json');
  const assembly = {
    name: 'the assembly',
    root: path.dirname(manifest),
    async refresh() {
      const startedAtMs = Date.now();
      try {
        const isChecking = follow(await options.deploy(), startedAtMs);
        template.forget();
        say(`${folder} was synthesized again, and is deployed${isChecking ? checking(true) : '.'}`);
      } catch (error) {
        say(`${messageOf(error)}\nWhat was deployed before stays.`);
      }
      return { files: [manifest] };
    },
  };
  watchOf(root).addTarget(assembly, [manifest], deployedAtMs);
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all([...watches.values()].map((watch) => watch.close()));
    },
  };
}

/** What is watched, and how it is deployed again. */
export interface AssemblyWatchOptions extends StartWatchOptions {
  /** The cloud assembly, absolute. */
  readonly folder: string;
  /** Of the catalog, absolute; it need not be there. */
  readonly catalogFile: string;
  readonly deployments: readonly AssemblyDeployment[];
  /** When their code was made, or earlier. */
  readonly deployedAtMs: number;
  readonly deploy: () => Promise<readonly AssemblyDeployment[]>;
}

/** What is known to feed the templates: the settings of the CDK, the files that they name as the app, and the catalog. */
function templateFiles({
  projectRoot,
  catalogFile,
}: {
  readonly projectRoot: string;
  readonly catalogFile: string;
}): readonly string[] {
  const settings = path.join(projectRoot, 'cdk.json');
  const read = existsSync(settings) ? parseJson(readFileSync(settings, 'utf8')) : undefined;
  const app = isRecord(read) && typeof read.app === 'string' ? read.app.split(/\s+/) : [];
  const named = app
    .map((word) => path.resolve(projectRoot, word))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  return [settings, catalogFile, ...named].filter((file) => existsSync(file));
}
