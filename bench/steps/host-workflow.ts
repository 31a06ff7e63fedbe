import { NovaAct, workflow } from '../../lib/sdk/index.ts';

/** A workflow for a host that is measured: a session with one act, or what the process holds. */
export async function main(payload: HostPayload): Promise<Readonly<Record<string, number>>> {
  if (payload.url === undefined) return usage();
  await run(payload.url);
  return {};
}

/** Where to act; without it, only the process is looked at. */
export interface HostPayload {
  readonly url?: string;
}

const run = workflow(
  { definitionName: 'bench', artifacts: { name: 'nowhere', put: async () => {} } },
  async (startingPage: string) => {
    await using nova = await NovaAct.start({ startingPage, replayable: false });
    await nova.act('Click 1 time');
  },
);

function usage(): Readonly<Record<string, number>> {
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    heldMegabytes: (heapUsed + external) / 1e6,
    rssMegabytes: rss / 1e6,
    cpuMs: (user + system) / 1000,
  };
}
