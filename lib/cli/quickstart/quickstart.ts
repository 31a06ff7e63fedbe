import path from 'node:path';
import { findBrowser } from '../../browser/index.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { OUTPUTS_FILE_NAME, STATE_DIR_NAME } from '../../catalog/names.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { deployLocally, ensureDefinition } from '../../local/agentcore/index.ts';
import { enterLocalEnvironment, localEnvironment } from '../../local/local-environment.ts';
import { type LocalAws, startLocalAws } from '../../local/server.ts';
import { NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';
import { invokeInProcessOfItsOwn, runHere, writeReport } from './steps.ts';
import { createStory } from './story.ts';

/**
 * Plays the five steps on local AWS, with a real browser: define, run with the wrapper, run several sessions, deploy,
 * invoke by ARN. Whatever it starts it stops, also when a step fails or the user interrupts.
 */
export async function quickstart(options: QuickstartOptions, context: CommandContext): Promise<ExitCode> {
  const payload = payloadOf(options);
  // Nothing is worth starting without one.
  findBrowser();
  const stateDir = path.resolve(
    context.directory,
    options.stateDir ?? path.join(options.projectRoot, STATE_DIR_NAME),
  );
  const story = createStory({ ...context, json: options.json === true });
  const started = performance.now();
  await using local = await startLocalAws({ stateDir, parentEnvironment: context.environment });
  enterLocalEnvironment(localEnvironment(local.url));
  story.title(
    `Nova Act workflows in TypeScript, offline: local AWS at ${local.url}, agent "nova-act-offline", real browser`,
  );

  const result = await play({ options, context, payload, stateDir, local, story });
  story.end({
    seconds: formatDuration(performance.now() - started),
    look: [
      ['a page of that run, with pictures', relativeIfInside(context.directory, result.reportFile)],
      ['all runs, in your browser', 'npm run local   then open the viewer that it names'],
      ['your own page', `npm run quickstart -- --url https://example.com --prompt 'Return the main heading'`],
      ['the code', 'workflows/getting-started.ts, workflows/multi-session.ts, workflows/form-filling.ts'],
    ],
    data: result,
  });
  return EXIT.success;
}

/** What the quickstart plays. */
export interface QuickstartOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  readonly projectRoot: string;
  /** Folder of local AWS. @default `.nova-act` in the project */
  readonly stateDir?: string | undefined;
  /** Loads the module of a workflow. */
  readonly load: (entry: WorkflowCatalogEntry) => Promise<{ main(payload: unknown): Promise<unknown> }>;
  /** A page of the user's own. @default the demo site */
  readonly url?: string | undefined;
  /** What to do on that page. @default return its main heading */
  readonly prompt?: string | undefined;
  /** Print one envelope at the end instead of the story. */
  readonly json?: boolean | undefined;
}

async function play(given: {
  readonly options: QuickstartOptions;
  readonly context: CommandContext;
  readonly payload: Readonly<Record<string, string>>;
  readonly stateDir: string;
  readonly local: LocalAws;
  readonly story: ReturnType<typeof createStory>;
}): Promise<{ readonly reportFile: string; readonly runtimeArn: string; readonly invoked: unknown }> {
  const { options, context, payload, stateDir, local, story } = given;
  const { catalog, projectRoot } = options;
  const wrapper = entryNamed(catalog, 'getting-started');
  const several = entryNamed(catalog, 'multi-session');
  const client = new NovaActClient({ endpoint: local.url, credentials: makeLocalCredentials() });
  const run = async (entry: WorkflowCatalogEntry, input: unknown): Promise<void> => {
    const { main } = await options.load(entry);
    await runHere({
      main: () => main(input),
      client,
      definitionName: entry.definitionName,
      story,
      signal: context.interrupt,
    });
  };
  try {
    story.step('1/5', 'Define: a workflow definition for each workflow in workflows/catalog.ts');
    for (const entry of catalog) story.item(entry.name, await ensureDefinition(client, entry));

    story.step('2/5', `Run ${wrapper.entry} here: a function wrapped with workflow()`);
    await run(wrapper, payload);

    story.step('3/5', `Run ${several.entry} here: two browser sessions in one Workflow.run`);
    await run(several, {});

    story.step(
      '4/5',
      'Deploy: bundle with esbuild, one AgentCore runtime for each workflow, outputs file as CDK writes it',
    );
    const deployments = await deployLocally({ catalog, projectRoot, stateDir, client });
    for (const { name, outputs } of deployments) story.item(name, outputs.RuntimeArn);

    const outputsFile = relativeIfInside(projectRoot, path.join(stateDir, OUTPUTS_FILE_NAME));
    // On the demo site there is more to show than a heading: typing, choosing, checking, submitting.
    const isOwnPage = Object.keys(payload).length > 0;
    const invokedEntry = isOwnPage ? wrapper : entryNamed(catalog, 'form-filling');
    const args = [invokedEntry.name, '--outputs-file', outputsFile, ...payloadArguments(payload)];
    story.step('5/5', `Invoke by ARN: npm run invoke -- ${args.map(shellWord).join(' ')}`);
    const invoked = await invokeInProcessOfItsOwn({ projectRoot, args, context, story });
    const runtimeArn = deployments.find(({ name }) => name === invokedEntry.name)?.outputs.RuntimeArn ?? '';
    const { definitionName } = invokedEntry;
    const reportFile = await writeReport({
      store: local.store,
      definitionName,
      dir: path.join(stateDir, 'reports'),
    });
    return { reportFile, runtimeArn, invoked };
  } finally {
    client.destroy();
  }
}

function payloadOf({ url, prompt }: QuickstartOptions): Readonly<Record<string, string>> {
  if (url !== undefined && !(URL.canParse(url) && /^https?:/.test(url))) {
    throw new UsageError({
      what: `--url "${url}" is not the address of a page.`,
      allowed: 'http and https URLs are allowed.',
      fix: 'Write it in full, as in --url https://example.com/shop.',
    });
  }
  return { ...(url === undefined ? {} : { url }), ...(prompt === undefined ? {} : { prompt }) };
}

function payloadArguments(payload: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(payload).length === 0 ? [] : ['--payload', JSON.stringify(payload)];
}

function relativeIfInside(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') ? file : relative;
}

function shellWord(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function entryNamed(catalog: readonly WorkflowCatalogEntry[], name: string): WorkflowCatalogEntry {
  const entry = catalog.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new UsageError({
    what: `The catalog has no workflow "${name}", which the quickstart plays.`,
    fix: 'Put it back into workflows/catalog.ts.',
  });
}
