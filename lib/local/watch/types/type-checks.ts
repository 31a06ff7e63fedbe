import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../../core/errors.ts';
import { findCompiler, runCompiler } from './run-compiler.ts';
import { type TypedWorkflow, type TypeNews, typeNews } from './type-news.ts';
import { TYPESCRIPT } from './type-only-files.ts';

/** Checks the types of workflows whose code is live, when nothing else is to be done. What is older than the last save is dropped. */
export class TypeChecks {
  readonly #options: TypeChecksOptions;
  readonly #due = new Map<string, TypedWorkflow>();
  readonly #wrong = new Set<string>();
  readonly #unchecked = new Set<string>();
  /** Entries that could not be checked, which was told: it is not told again. */
  readonly #silent = new Set<string>();
  #running: AbortController | undefined;

  constructor(options: TypeChecksOptions) {
    this.#options = options;
  }

  /** Checks this workflow at the next {@link run}. @returns whether something will be told of it */
  add(workflow: TypedWorkflow): boolean {
    this.#due.set(workflow.name, workflow);
    const { entryFile } = workflow;
    const { projectRoot } = this.#options;
    return (
      TYPESCRIPT.test(entryFile) &&
      !this.#silent.has(entryFile) &&
      tsconfigOf(entryFile, projectRoot) !== undefined &&
      findCompiler(projectRoot) !== undefined
    );
  }

  /** Whether this workflow is to be checked, or is just being checked. */
  has(name: string): boolean {
    return this.#due.has(name);
  }

  /** Does not check this workflow, until it is added again. */
  drop(name: string): void {
    this.#due.delete(name);
  }

  /** Checks this workflow no more. */
  remove(name: string): void {
    this.#due.delete(name);
    this.#wrong.delete(name);
  }

  /** Ends a check that runs; it begins anew with the next {@link run}. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Checks what is due. */
  async run(): Promise<void> {
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    const groups = new Map<string | undefined, TypedWorkflow[]>();
    for (const workflow of this.#due.values()) {
      const tsconfig = tsconfigOf(workflow.entryFile, this.#options.projectRoot);
      groups.set(tsconfig, [...(groups.get(tsconfig) ?? []), workflow]);
    }
    for (const [tsconfig, workflows] of groups) {
      await this.#check(tsconfig, workflows, running.signal);
      if (running.signal.aborted) return;
      for (const workflow of workflows)
        if (this.#due.get(workflow.name) === workflow) this.#due.delete(workflow.name);
    }
  }

  async #check(
    tsconfig: string | undefined,
    workflows: readonly TypedWorkflow[],
    signal: AbortSignal,
  ): Promise<void> {
    const { projectRoot, stateDir, environment, onNews } = this.#options;
    const typed = workflows.filter(({ entryFile }) => TYPESCRIPT.test(entryFile));
    if (typed.length === 0) return;
    const compiler = findCompiler(projectRoot);
    if (tsconfig === undefined) return this.#tellUnchecked(`there is no tsconfig.json in ${projectRoot}`);
    if (compiler === undefined) {
      return this.#tellUnchecked('the project has no compiler (npm install --save-dev typescript)');
    }
    const digest = createHash('sha256').update(tsconfig).digest('hex').slice(0, 16);
    const buildInfoFile = path.join(stateDir, 'types', `${digest}.tsbuildinfo`);
    const startedAtMs = performance.now();
    const found = await runCompiler({ compiler, tsconfig, buildInfoFile, environment, signal }).catch(
      messageOf,
    );
    if (found === undefined) return;
    for (const { entryFile } of typed) this.#silent.delete(entryFile);
    if (typeof found === 'string') {
      for (const { entryFile } of typed) this.#silent.add(entryFile);
      return this.#tellUnchecked(found);
    }
    const { news, unseen } = typeNews({
      workflows: typed,
      found,
      wrongBefore: this.#wrong,
      tookMs: performance.now() - startedAtMs,
    });
    for (const entryFile of unseen) {
      this.#silent.add(entryFile);
      this.#tellUnchecked(`${tsconfig} does not include ${entryFile}`);
    }
    for (const each of news) {
      for (const { name } of each.workflows) {
        if (each.kind === 'wrong') this.#wrong.add(name);
        else this.#wrong.delete(name);
      }
      onNews(each);
    }
  }

  #tellUnchecked(reason: string): void {
    if (this.#unchecked.has(reason)) return;
    this.#unchecked.add(reason);
    this.#options.onUnchecked(reason);
  }
}

/** Whose types are checked, and who hears of it. */
export interface TypeChecksOptions {
  readonly projectRoot: string;
  readonly stateDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onNews: (news: TypeNews) => void;
  /** Types are not checked, with the reason in words; each is told once. */
  readonly onUnchecked: (reason: string) => void;
}

/** The configuration of the compiler that is nearest to a file, in the project. */
function tsconfigOf(file: string, projectRoot: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const tsconfig = path.join(folder, 'tsconfig.json');
    if (existsSync(tsconfig)) return tsconfig;
    if (folder === projectRoot || folder === path.dirname(folder)) return undefined;
  }
}
