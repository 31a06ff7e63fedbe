import { realpathSync } from 'node:fs';
import type { WorkflowCatalogEntry } from '../../../catalog/index.ts';
import { hasCode, messageOf } from '../../../core/errors.ts';
import { visible } from '../../../core/visible.ts';
import type { LocalDeployment, RuntimeRecord } from '../../../local/agentcore/index.ts';
import { LocalWatch } from '../../../local/watch/local-watch.ts';
import { CatalogTarget } from './catalog-target.ts';
import { newsLines } from './news-lines.ts';

/** Watches the workflows of a catalog, and the catalog itself, and says what happens. Disposed, it is over. */
export function watchCatalog(options: CatalogWatchOptions): AsyncDisposable {
  const { catalog, deployments, deployedAtMs } = options;
  const projectRoot = realpathSync(options.projectRoot);
  const say = (text: string): void => options.say(visible(text));
  const watch = new LocalWatch({
    ...options,
    onNews: (news) => say(newsLines(news, projectRoot)),
    onProblem: (error) => say(noWatchLine(error)),
  });
  const follow = (entry: WorkflowCatalogEntry, { inputs }: LocalDeployment, sinceMs: number): void =>
    watch.addWorkflow({ name: entry.name, entry: entry.entry, inputs }, sinceMs);
  for (const entry of catalog) {
    const deployment = deployments.find(({ name }) => name === entry.name);
    if (deployment !== undefined) follow(entry, deployment, deployedAtMs);
  }
  const target = new CatalogTarget({
    ...options,
    projectRoot,
    say,
    follow,
    leave: (name) => watch.remove(name),
  });
  // It was read when this process began, or a little later.
  watch.addTarget(target, [target.file], performance.timeOrigin);
  return { [Symbol.asyncDispose]: () => watch.close() };
}

function noWatchLine(error: unknown): string {
  const limit = LIMITS.find(([code]) => hasCode(error, code))?.[1];
  const advice = limit === undefined ? '' : ` To have them watched, raise ${limit}.`;
  const why = messageOf(error).replace(/\.$/, '');
  return `Saved files are not watched any more: ${why}. Local AWS goes on: restart it after an edit.${advice}`;
}

/** @see https://man7.org/linux/man-pages/man7/inotify.7.html */
const LIMITS = [
  ['ENOSPC', 'fs.inotify.max_user_watches (sysctl)'],
  ['EMFILE', 'fs.inotify.max_user_instances (sysctl), or the limit of open files (ulimit -n)'],
] as const;

/** What is watched, and how it is deployed. */
export interface CatalogWatchOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** Absolute. */
  readonly catalogFile: string;
  readonly projectRoot: string;
  readonly stateDir: string;
  /** Of the catalog. */
  readonly deployments: readonly LocalDeployment[];
  /** When their code was made, or earlier. */
  readonly deployedAtMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Deploys entries of the catalog. */
  readonly deploy: (catalog: readonly WorkflowCatalogEntry[]) => Promise<readonly LocalDeployment[]>;
  /** Done before a version is told to be live, such as building its image. */
  readonly prepare?: ((runtime: RuntimeRecord) => Promise<void>) | undefined;
  /** Gets what a person reads, without the last line feed. */
  readonly say: (text: string) => void;
}
