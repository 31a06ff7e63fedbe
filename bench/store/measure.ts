import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowRunCommand,
  GetWorkflowRunCommand,
  ListActsCommand,
  ListWorkflowRunsCommand,
  type NovaActClient,
} from '../../lib/service/index.ts';
import { DEFINITION } from './names.ts';
import { Server } from './server.ts';

/** What was measured of one project with one number of runs. Times are medians. */
export interface Measured {
  readonly runs: number;
  readonly startMs: number;
  readonly listRunsMs: number;
  readonly listActsMs: number;
  readonly createRunMs: number;
  readonly createActMs: number;
  readonly getRunMs: number;
  readonly definitionsPageMs: number;
  readonly runsPageMs: number;
  readonly runPageMs: number;
  readonly rssMegabytes: number;
  readonly diskMegabytes: number;
  /** Of the runs that were answered before SIGKILL, how many are there afterwards. */
  readonly kept: string;
}

/** Measures a state folder, which is changed by it. */
export async function measure(given: {
  readonly project: string;
  readonly stateDir: string;
  readonly runs: number;
  readonly repeats: number;
}): Promise<Measured> {
  const { project, stateDir, runs, repeats } = given;
  const diskMegabytes = Number(execFileSync('du', ['-sm', stateDir]).toString().split('\t')[0]);
  const starts: number[] = [];
  // What is started is a server that was killed, as most are.
  for (let count = 0; count < 2; count += 1) {
    const server = await Server.start(project, stateDir);
    starts.push(server.startMs);
    await server.kill();
  }
  const server = await Server.start(project, stateDir);
  starts.push(server.startMs);
  const { client, url } = server;
  const median = async (work: () => Promise<unknown>): Promise<number> => await medianOf(repeats, work);
  const page = async (at: string): Promise<void> => {
    const response = await fetch(`${url}/viewer${at}`, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new Error(`${at} answered ${response.status}`);
    await response.text();
  };
  const name = { workflowDefinitionName: DEFINITION };
  const { workflowRunSummaries: listed } = await client.send(new ListWorkflowRunsCommand(name));
  const [run] = listed;
  const workflowRunId = run?.workflowRunId ?? '';
  const measured = {
    listRunsMs: await median(() => client.send(new ListWorkflowRunsCommand(name))),
    listActsMs: await median(() => client.send(new ListActsCommand(name))),
    getRunMs: await median(() => client.send(new GetWorkflowRunCommand({ ...name, workflowRunId }))),
    definitionsPageMs: await median(() => page('/')),
    runPageMs: await median(() => page(`/definitions/${DEFINITION}/runs/${workflowRunId}`)),
    runsPageMs: await median(() => page(`/definitions/${DEFINITION}`)),
    createRunMs: await median(() => createRun(client)),
    createActMs: await actTime(client, repeats),
  };
  const rssBytes = await server.rssBytes();
  const kept = await killWhileBusy({ server, project, stateDir });
  return {
    runs,
    startMs: middle(starts),
    ...measured,
    rssMegabytes: Math.round(rssBytes / 1e6),
    diskMegabytes,
    kept,
  };
}

/** Fills a state folder. */
export function fill(given: {
  readonly project: string;
  readonly stateDir: string;
  readonly runs: number;
}): void {
  const { project, stateDir, runs } = given;
  const args = [
    '--import',
    'tsx',
    path.join(import.meta.dirname, 'fill.ts'),
    project,
    stateDir,
    String(runs),
  ];
  execFileSync(process.execPath, args, { cwd: project, stdio: 'inherit' });
}

async function createRun(client: NovaActClient): Promise<string> {
  const { workflowRunId } = await client.send(
    new CreateWorkflowRunCommand({
      workflowDefinitionName: DEFINITION,
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1 },
    }),
  );
  return workflowRunId;
}

async function actTime(client: NovaActClient, repeats: number): Promise<number> {
  const run = { workflowDefinitionName: DEFINITION, workflowRunId: await createRun(client) };
  const { sessionId } = await client.send(new CreateSessionCommand(run));
  return await medianOf(repeats, () =>
    client.send(new CreateActCommand({ ...run, sessionId, task: 'Look' })),
  );
}

/** Kills the server between and within requests, and asks the next one for all that was answered. */
async function killWhileBusy(given: {
  readonly server: Server;
  readonly project: string;
  readonly stateDir: string;
}): Promise<string> {
  const { server, project, stateDir } = given;
  const answered: string[] = [];
  const clients = Array.from({ length: 4 }, async () => {
    try {
      for (;;) answered.push(await createRun(server.client));
    } catch {
      // It is gone.
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  while (answered.length < 8) await new Promise((resolve) => setTimeout(resolve, 100));
  await server.kill();
  await Promise.all(clients);
  const after = await Server.start(project, stateDir);
  let found = 0;
  for (const workflowRunId of answered) {
    const get = new GetWorkflowRunCommand({ workflowDefinitionName: DEFINITION, workflowRunId });
    found += await after.client.send(get).then(
      () => 1,
      () => 0,
    );
  }
  await after.kill();
  return `${found}/${answered.length}`;
}

async function medianOf(repeats: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < repeats; count += 1) {
    const began = performance.now();
    await work();
    const ms = performance.now() - began;
    times.push(ms);
    // Nobody waits for nine of these.
    if (ms > 5_000) break;
  }
  return middle(times);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
