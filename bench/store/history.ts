import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  CreateWorkflowRunCommand,
  ListWorkflowRunsCommand,
  type NovaActClient,
} from '../../lib/service/index.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import { median } from '../verdict.ts';
import { DEFINITION } from './names.ts';
import { Server } from './server.ts';

/** State of local AWS with so many runs. */
export async function fillHistory(runs: number): Promise<TemporaryFolder> {
  const folder = new TemporaryFolder();
  const args = ['--import', 'tsx', path.join(import.meta.dirname, 'fill.ts'), folder.dir, String(runs)];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: path.resolve(import.meta.dirname, '../..') });
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return folder;
}

/** What local AWS costs on it, once: times are medians of requests. It is killed at the end, as most are. */
export async function measureHistory({ dir }: TemporaryFolder): Promise<History> {
  const server = await Server.start(dir);
  try {
    const { client, url, startMs, startCpuMs } = server;
    const list = async () =>
      await client.send(new ListWorkflowRunsCommand({ workflowDefinitionName: DEFINITION }));
    const [run] = (await list()).workflowRunSummaries;
    const page = async (at: string): Promise<number> =>
      await timed(async () => await read(`${url}/viewer${at}`));
    const rssMegabytes = (await server.rssBytes()) / 1e6;
    await page('/');
    const listMs = await timed(list);
    const createMs = await timed(async () => await createRun(client));
    const runPageMs = await page(`/definitions/${DEFINITION}/runs/${run?.workflowRunId}`);
    await server.blockedMs();
    const lists: number[] = [];
    for (const at of LISTS) lists.push(await page(at));
    const blockedMs = await server.blockedMs();
    const searchMs = await page('/runs?text=nowhere+to+be+found');
    const rssOfPagesMegabytes = (await server.rssBytes()) / 1e6;
    return {
      startMs,
      startCpuMs,
      listMs,
      createMs,
      runPageMs,
      listPageMs: Math.max(...lists),
      blockedMs,
      searchMs,
      rssMegabytes,
      rssOfPagesMegabytes,
    };
  } finally {
    await server.kill();
  }
}

export interface History {
  /** From the start of the process until it listens, on what a killed server has left. */
  readonly startMs: number;
  /** Without loading the code. */
  readonly startCpuMs: number;
  /** The first page of 100, by our client. */
  readonly listMs: number;
  readonly createMs: number;
  readonly runPageMs: number;
  /** The slowest list of the viewer. */
  readonly listPageMs: number;
  /** While lists are asked for, so long the server does nothing else at most. */
  readonly blockedMs: number;
  /** A list of what is in no run. */
  readonly searchMs: number;
  /** After one list by our client, before the viewer is asked for anything. */
  readonly rssMegabytes: number;
  /** After all pages and requests. */
  readonly rssOfPagesMegabytes: number;
}

const LISTS = [
  '/',
  '/runs',
  `/definitions/${DEFINITION}`,
  '/runs?status=FAILED',
  '/runs?since=2026-01-03&until=2026-01-05',
  '/runs?text=cheapest',
];
const REQUESTS = 9;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < REQUESTS; count += 1) {
    const beganMs = performance.now();
    await work();
    times.push(performance.now() - beganMs);
  }
  return median(times);
}

async function read(address: string): Promise<void> {
  const response = await fetch(address);
  await response.text();
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
}

async function createRun(client: NovaActClient): Promise<void> {
  await client.send(
    new CreateWorkflowRunCommand({
      workflowDefinitionName: DEFINITION,
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1 },
    }),
  );
}
