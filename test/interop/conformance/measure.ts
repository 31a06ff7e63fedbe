import type { Client } from './client.ts';
import { CLIENTS } from './clients/all-clients.ts';
import type { Row } from './row.ts';
import { startWorld } from './world.ts';

/**
 * Runs every client that is there against one local AWS.
 *
 * @returns the rows of each, by name
 */
export async function measure(): Promise<ReadonlyMap<string, readonly Row[]>> {
  await using world = await startWorld();
  const rows = new Map<string, readonly Row[]>();
  // Two at a time: most of a command's time is its start.
  const left = CLIENTS.filter(({ missing }) => missing === undefined);
  const work = async (): Promise<void> => {
    for (let client = left.shift(); client !== undefined; client = left.shift()) {
      rows.set(client.name, await rowsOf(client, world));
    }
  };
  await Promise.all([work(), work()]);
  return rows;
}

async function rowsOf(client: Client, world: Parameters<Client['rows']>[0]): Promise<readonly Row[]> {
  try {
    return await client.rows(world);
  } catch (cause) {
    throw new Error(`${client.name} could not be measured.`, { cause });
  }
}
