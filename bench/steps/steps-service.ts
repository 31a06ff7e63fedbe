import path from 'node:path';
import { serve } from '../../test/interop/support/processes.ts';
import { median } from '../verdict.ts';
import type { PageName } from './pages.ts';

/** Starts the service with a fixed program, in a process of its own, so that its time is not that of a client. */
export async function startStepsService(): Promise<StepsService> {
  const script = path.join(import.meta.dirname, 'service-process.ts');
  const server = await serve(process.execPath, ['--import', 'tsx', script]);
  const { url } = server.ready as { readonly url: string };
  return {
    url,
    pageUrl: (name) => `${url}/pages/${name}`,
    measured: async () => (await (await fetch(`${url}/measured`)).json()) as readonly SeenAct[],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export interface StepsService extends AsyncDisposable {
  readonly url: string;
  readonly pageUrl: (name: PageName) => string;
  /** The acts that have ended since it was asked last. */
  readonly measured: () => Promise<readonly SeenAct[]>;
}

/** An act as the service saw it: when the requests of its steps were there in full, and how long they were. */
export interface SeenAct {
  readonly actId: string;
  readonly arrivedMs: readonly number[];
  readonly bytes: readonly number[];
  /** How much of them was the picture. */
  readonly pictureBytes: readonly number[];
}

/** How long a step took from one request to the next, and what it sent, in all and without its picture, by the median. */
export function stepOf(acts: readonly SeenAct[]): SeenStep {
  const steps = acts.flatMap(({ arrivedMs }) =>
    arrivedMs.slice(1).map((at, index) => at - (arrivedMs[index] ?? Number.NaN)),
  );
  const sizes = acts.flatMap(({ bytes }) => bytes.slice(1));
  const textSizes = acts.flatMap(({ bytes, pictureBytes }) =>
    bytes.map((size, index) => size - (pictureBytes[index] ?? Number.NaN)).slice(1),
  );
  return {
    stepMs: median(steps),
    fastestMs: Math.min(...steps),
    kilobytes: median(sizes) / 1000,
    textKilobytes: median(textSizes) / 1000,
  };
}

export interface SeenStep {
  readonly stepMs: number;
  /** Of the fastest. */
  readonly fastestMs: number;
  readonly kilobytes: number;
  readonly textKilobytes: number;
}
