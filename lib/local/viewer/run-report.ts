import { runReport } from '../../viewer/index.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { StoreSource } from './store-source.ts';

/**
 * One run of local AWS as the text of one HTML file, with its pictures. It loads nothing and runs nothing, so it can be kept,
 * sent and attached to a ticket.
 *
 * @param options.now what durations of unfinished work are counted to. @default - the present
 * @returns `undefined` when there is no such run
 */
export async function renderRunReport(
  store: NovaActStore,
  options: {
    readonly definitionName: string;
    readonly runId: string;
    readonly now?: Date | undefined;
  },
): Promise<string | undefined> {
  return await runReport(new StoreSource(store), options);
}
