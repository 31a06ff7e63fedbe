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
  /** Time of processors, which tells more when other work runs on the machine. */
  readonly startCpuMs: number;
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

/** So long a page is waited for. */
export const PATIENCE_MS = 100_000;
/** What takes so long is measured once. */
const SLOW_MS = 5_000;

/** Measures a state folder, which is changed by it. */
export async function measure(given: {
  readonly project: string;
  readonly stateDir: string;
  readonly runs: number;
  readonly repeats: number;
}): Promise<Measured> {
  const { project, stateDir, runs, repeats } = given;
  const diskMegabytes = Number(execFileSync('du', ['-sm', stateDir]).toString().split('\t')[0]);
  const starts: Server[] = [];
  for (let count = 0; count < 3; count += 1) {
    // What is started is a server that was killed, as most are.
    await starts.at(-1)?.kill();
    starts.push(await Server.start(project, stateDir));
    // Nobody waits for three of these.
    if (starts.some(({ startMs }) => startMs > SLOW_MS)) break;
  }
  const server = starts.at(-1);
  if (server === undefined) throw new Error('nothing was started');
  const { client, url } = server;
  const median = async (work: () => Promise<unknown>): Promise<number> => await medianOf(repeats, work);
  const page = async (at: string): Promise<void> => {
    const response = await fetch(`${url}/viewer${at}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
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
    createRunMs: await median(() => createRun(client)),
    createActMs: await actTime(client, repeats),
    // Last: who gives up waiting for it leaves a server that goes on with it.
    rssMegabytes: Math.round((await server.rssBytes()) / 1e6),
    runsPageMs: await median(() => page(`/definitions/${DEFINITION}`)).catch(() => Number.POSITIVE_INFINITY),
  };
  await server.kill();
  const kept = await killWhileBusy(project, stateDir);
  return {
    runs,
    startMs: middle(starts.map(({ startMs }) => startMs)),
    startCpuMs: middle(starts.map(({ startCpuMs }) => startCpuMs)),
    ...measured,
    diskMegabytes,
    kept,
  };
}

/** Fills a state folder. */
export function fill(given: {
  readonly project: string;
  readonly stateDir: string;
  readonly runs: number;
  /** Without steps, which lists do not read, and with failures. @default false */
  readonly forLists?: boolean | undefined;
}): void {
  const { project, stateDir, runs, forLists = false } = given;
  const args = [
    '--import',
    'tsx',
    path.join(import.meta.dirname, 'fill.ts'),
    project,
    stateDir,
    String(runs),
    ...(forLists ? ['lists'] : []),
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
async function killWhileBusy(project: string, stateDir: string): Promise<string> {
  const server = await Server.start(project, stateDir);
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
    if (ms > SLOW_MS) break;
  }
  return middle(times);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
