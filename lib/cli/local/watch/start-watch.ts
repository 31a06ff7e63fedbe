import { hasCode, messageOf } from '../../../core/errors.ts';
import { visible } from '../../../core/visible.ts';
import type { RuntimeRecord } from '../../../local/agentcore/index.ts';
import { LocalWatch, type LocalWatchNews } from '../../../local/watch/local-watch.ts';
import { newsLines } from './news-lines.ts';

/** A watch that says what happens. It follows nothing yet. */
export function startWatch(options: StartWatchOptions): LocalWatch {
  const say = (text: string): void => options.say(visible(text));
  return new LocalWatch({
    ...options,
    onNews: (news) => say(newsLines(renamed(news, options.calledAs), options.projectRoot)),
    onProblem: (error) => say(noWatchLine(error)),
  });
}

/** What every watch needs. */
export interface StartWatchOptions {
  /** Absolute; in a watch without links. */
  readonly projectRoot: string;
  readonly stateDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Done before a version is told to be live, such as building its image. */
  readonly prepare?: ((runtime: RuntimeRecord) => Promise<void>) | undefined;
  /** What people call a runtime. @default - its name */
  readonly calledAs?: ((name: string) => string) | undefined;
  /** Gets what a person reads, without the last line feed. */
  readonly say: (text: string) => void;
}

function renamed(news: LocalWatchNews, calledAs = (name: string): string => name): LocalWatchNews {
  if (news.kind === 'unchecked') return news;
  if (news.kind !== 'types') return { ...news, name: calledAs(news.name) };
  const workflows = news.news.workflows.map((each) => ({ ...each, name: calledAs(each.name) }));
  return { ...news, news: { ...news.news, workflows } };
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
