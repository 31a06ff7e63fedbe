import path from 'node:path';
import { BundleError, type WorkflowBundle } from '../../bundle/index.ts';
import { messageOf } from '../../core/errors.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { visible } from '../../core/visible.ts';
import { FileWatch, type WatchTarget } from '../../local/watch/file-watch.ts';
import { TypeChecks } from '../../local/watch/types/type-checks.ts';
import type { TypeNews } from '../../local/watch/types/type-news.ts';
import { typeOnlyFiles } from '../../local/watch/types/type-only-files.ts';
import { typeErrorLines } from '../local/watch/news-lines.ts';
import type { RunnableWorkflow } from './find-workflow.ts';

/**
 * Runs a workflow, and again whenever one of its files is saved: a run that goes on is stopped first. Types are checked when
 * nothing else is to be done. Resolves once the signal is aborted and the last run has ended.
 */
export async function watchRuns(options: WatchRunsOptions): Promise<void> {
  const { workflow, stateDir, environment, signal, make, run } = options;
  const { name, projectRoot: root } = workflow;
  const say = (text: string): void => options.say(visible(text));
  const entryFile = path.join(root, workflow.entry);
  const types = new TypeChecks({
    ...{ projectRoot: root, stateDir, environment },
    onNews: (news) => say(typeLines(news, root)),
    onUnchecked: (reason) => say(`Types are not checked: ${reason}.`),
  });
  const files = new FileWatch({
    onBusy: () => types.cancel(),
    onIdle: () => void types.run(), // It tells its own failures.
    onProblem: (error) =>
      say(`Saved files are not watched any more: ${messageOf(error)}. Start the command again.`),
  });
  let current: AbortController | undefined;
  let last = Promise.resolve();
  const begin = (bundle: WorkflowBundle): void => {
    current?.abort(new Error('a file was saved'));
    const own = new AbortController();
    current = own;
    const either = AbortSignal.any([signal, own.signal]);
    last = last.then(async () => {
      if (!either.aborted) await run(bundle, either);
      if (!either.aborted) say('Waiting for a file to be saved (Ctrl-C ends).');
    });
  };
  const checkTypes = (inputs: readonly string[]): void => {
    const onlyTypes = typeOnlyFiles(inputs);
    types.add({ name, version: '', entryFile, files: [...inputs, ...onlyTypes] });
    const target: WatchTarget = {
      ...{ name: 'types', root },
      refresh: async () => {
        types.add({ name, version: '', entryFile, files: [...inputs, ...typeOnlyFiles(inputs)] });
        return { files: typeOnlyFiles(inputs) };
      },
    };
    files.add(target, { files: onlyTypes }, Date.now());
  };
  let inputs: readonly string[] = [];
  const target: WatchTarget = {
    ...{ name, root },
    refresh: async ({ isOutdated, savedAtMs }) => {
      try {
        const bundle = await make();
        inputs = bundle.inputs;
        if (!isOutdated()) {
          say(`Saved: runs again (${formatDuration(performance.now() - savedAtMs)}).`);
          begin(bundle);
          checkTypes(inputs);
        }
        return { files: inputs };
      } catch (error) {
        types.drop(name);
        const more = error instanceof BundleError ? error.files : [];
        if (!isOutdated()) say(`${messageOf(error)}\nIt runs again once this is mended.`);
        return { files: [...new Set([...inputs, entryFile, ...more])], isBroken: true };
      }
    },
  };
  const sinceMs = Date.now();
  try {
    const bundle = await make();
    inputs = bundle.inputs;
    begin(bundle);
    files.add(target, { files: inputs }, sinceMs);
    checkTypes(inputs);
    void types.run();
    await untilAborted(signal);
  } finally {
    files.close();
    types.cancel();
    await last;
  }
}

/** What is run, and who hears of it. */
export interface WatchRunsOptions {
  readonly workflow: RunnableWorkflow;
  /** Where the compiler keeps what it knows. */
  readonly stateDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly make: () => Promise<WorkflowBundle>;
  /** Runs it to its end, and tells it. Never rejects. */
  readonly run: (bundle: WorkflowBundle, signal: AbortSignal) => Promise<void>;
  /** Gets what a person reads, without the last line feed. */
  readonly say: (text: string) => void;
}

function typeLines(news: TypeNews, root: string): string {
  if (news.kind === 'wrong') return ['Type errors:', ...typeErrorLines(news.errors, root)].join('\n');
  return news.kind === 'mended'
    ? 'No type errors any more.'
    : `No type errors (checked in ${formatDuration(news.tookMs)}).`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
