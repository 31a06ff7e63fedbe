import { MAX_ITEM_BYTES } from '../../../contract/fleet-input.ts';
import { InvalidItemError, itemOf } from '../../../contract/fleet-item.ts';
import type { ListEntry } from './read-list.ts';

/** Tells what is wrong with the items of a list, which are shown to it one after the other. Pure, but that it remembers names. */
export class ItemChecker {
  readonly #places = new Map<string, string>();
  #index = 0;

  /** @returns what is wrong with an entry, for the end of a sentence; `undefined` when it can be run */
  problemOf(entry: ListEntry): string | undefined {
    const index = this.#index;
    this.#index += 1;
    return 'problem' in entry ? entry.problem : this.#problemOfItem(entry, index);
  }

  #problemOfItem(
    { value, place }: ListEntry & { readonly value: unknown },
    index: number,
  ): string | undefined {
    let key: string;
    try {
      const item = itemOf(value, { ...IN_NO_FLEET, index });
      key = item.key;
      const { itemId } = item;
      const earlier = this.#places.get(key);
      if (earlier !== undefined)
        return `its ${itemId === undefined ? 'item' : `itemId ${JSON.stringify(itemId)}`} is that of ${earlier}, too`;
      // Of those without a name, the place is the name: it cannot be there twice.
      if (key !== `#${index}`) this.#places.set(key, place);
    } catch (error) {
      if (error instanceof InvalidItemError) return error.problem;
      throw error;
    }
    const json = JSON.stringify(value);
    if (json.includes(PROTOTYPE) && hasPrototypeMember(value))
      return `it has a member ${PROTOTYPE}, which programs take for something else: give it another name`;
    const sizeBytes = Buffer.byteLength(json);
    return sizeBytes <= MAX_ITEM_BYTES
      ? undefined
      : `it has ${sizeBytes.toLocaleString('en')} bytes as JSON, and an item at most ${MAX_ITEM_BYTES.toLocaleString('en')}: put large data into S3, and send its address`;
  }
}

const IN_NO_FLEET = { fleet: '', format: 'jsonl', bucket: '' } as const;

/** What copies values sets the prototype by it, and leaves the member out. */
const PROTOTYPE = '"__proto__"';

function hasPrototypeMember(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => `"${key}"` === PROTOTYPE || hasPrototypeMember(each));
}
