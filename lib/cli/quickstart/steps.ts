import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { makeFolder } from '../../core/files.ts';
import type { NovaActStore } from '../../local/nova-act/index.ts';
import { renderRunReport } from '../../local/viewer/index.ts';
import { runInHost } from '../../sdk/run/workflow-host.ts';
import { GetWorkflowRunCommand, type NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { Story } from './story.ts';

/** Runs a workflow in this process and tells what happens. */
export async function runHere(given: {
  readonly main: () => Promise<unknown>;
  readonly client: NovaActClient;
  readonly definitionName: string;
  readonly story: Story;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { main, client, definitionName, story, signal } = given;
  let workflowRunId = '';
  const host = {
    signal,
    publish: (event: Parameters<Story['progress']>[0]): void => {
      if (event.type === 'run') workflowRunId = event.workflowRunId;
      story.progress(event);
    },
  };
  const result = await runInHost(host, main);
  const { status } = await client.send(
    new GetWorkflowRunCommand({ workflowDefinitionName: definitionName, workflowRunId }),
  );
  story.item('the service says', `${status}`);
  story.result(JSON.stringify(result, null, 2));
}

/** Writes the page of a definition's newest run as one HTML file. @returns its path */
export async function writeReport(given: {
  readonly store: NovaActStore;
  readonly definitionName: string;
  readonly dir: string;
}): Promise<string> {
  const { store, definitionName, dir } = given;
  const [newest] = store.runsPage(definitionName, { order: 'Descending', limit: 1 });
  const runId = newest?.runId ?? '';
  const report = await renderRunReport(store, { definitionName, runId });
  if (report === undefined) throw new Error(`Local AWS has no run of ${definitionName}.`);
  makeFolder(dir);
  const file = path.join(dir, `run-${runId}.html`);
  await writeFile(file, report);
  return file;
}

/** Runs the invoke command as a user would, in a process of its own. @returns what the workflow returned */
export async function invokeInProcessOfItsOwn(given: {
  readonly projectRoot: string;
  readonly args: readonly string[];
  readonly context: CommandContext;
  readonly story: Story;
}): Promise<unknown> {
  const { projectRoot, args, context, story } = given;
  const child = spawn(process.execPath, ['--import', 'tsx', path.join('bin', 'invoke.ts'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: context.interrupt,
    killSignal: 'SIGINT',
  });
  child.stderr
    .setEncoding('utf8')
    // The viewer is gone before anybody could look; the report of the run stays.
    .on('data', (lines: string) =>
      context.stderr(lines.replace(/^ {2}viewer .*\n/gm, '').replace(/^(?=.)/gm, '    ')),
    );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [output, exitCode] = await Promise.all([readAll(child.stdout), ended]);
  if (exitCode !== 0) throw new Error(`The invoke command ended with exit code ${exitCode}.`);
  story.result(output.trimEnd());
  return JSON.parse(output);
}
