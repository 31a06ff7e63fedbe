import { setTimeout as sleep } from 'node:timers/promises';
import { settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import type { EndingTime } from './ending-time.ts';
import type { KnownInvocation, StoredEnd } from './invocation-record-writer.ts';
import type { InvocationRecords } from './invocation-records.ts';
import { refusedEndOf, taskEndOf } from './item-end.ts';
import { tellPauseMs } from './item-policy.ts';
import type { LiveItem } from './live-item.ts';

/** Tells the end of an item, and has its record say so when it was a failure: the next start runs it again then. Never rejects. */
export async function concludeItem(
  live: LiveItem,
  { ended, isStored }: StoredEnd,
  host: ConclusionOptions,
): Promise<void> {
  const { records, signal, time } = host;
  const { record } = ended;
  const mainEndedMs = performance.now();
  const leftMs = (): number => time.leftMs(mainEndedMs);
  const end = taskEndOf(ended, { isStored, isEnding: signal.aborted, uriOf: (at) => records.uriOf(at) });
  const told = await live.task.tell(end, {
    ending: signal,
    leftMs,
    refusedEnd: (why) => refusedEndOf(record, why),
  });
  if (!told || record.status !== 'FAILED' || record.item === undefined) return;
  const storing = storeTold(live, { ...ended, record: { ...record, item: { ...record.item, told } } }, host);
  if (signal.aborted) await settles(storing, leftMs());
  else await storing;
}

interface ConclusionOptions {
  readonly records: InvocationRecords;
  /** Aborted when the host ends. */
  readonly signal: AbortSignal;
  readonly time: EndingTime;
}

/** Again and again: as long as it is not stored, another start would be told this old failure. Meanwhile it finds no place here. */
async function storeTold(
  { writer, logger }: LiveItem,
  known: KnownInvocation,
  { records, signal }: ConclusionOptions,
): Promise<void> {
  const untilMs = performance.now() + STORE_TOLD_MS;
  for (let attempts = 1; ; attempts += 1) {
    try {
      await (writer === undefined ? records.store(known) : writer.storeAgain(known));
      return;
    } catch (error) {
      const fields = { error: messageOf(error), attempts };
      logger.log('error', 'that the end of the item was told cannot be stored', fields);
      if (signal.aborted || performance.now() > untilMs) return;
      await sleep(tellPauseMs(attempts), undefined, { signal }).catch(() => undefined);
    }
  }
}

const STORE_TOLD_MS = 120_000;
