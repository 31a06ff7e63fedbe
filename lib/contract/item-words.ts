import { itemInKey } from './fleet-item.ts';
import type { RecordedItem } from './invocation-record.ts';

/** Which item of a fleet something is, for people: `item 17 of monday, attempt 2`. Places are counted from 0, as results of fleets count them. */
export function itemWords({ key, attempts }: Pick<RecordedItem, 'key' | 'attempts'>): string {
  const item = itemInKey(key);
  const which =
    item === undefined
      ? `item ${key}`
      : `item ${item.itemId === undefined ? item.index : JSON.stringify(item.itemId)} of ${item.fleet}`;
  return attempts > 1 ? `${which}, attempt ${attempts}` : which;
}
