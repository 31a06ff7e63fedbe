import { RESULTS_FOLDER } from '../../../contract/fleet-input.ts';
import {
  type FleetManifest,
  MANIFEST_FILE,
  manifestText,
  RESULT_KINDS,
  type ResultKind,
  resultFileName,
} from '../../../contract/fleet-manifest.ts';
import { type FleetResult, fleetResultEntry } from '../../../contract/fleet-result.ts';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetStore } from '../fleet-store.ts';
import { ItemSpool } from '../items/item-spool.ts';

/** What became of the items of a fleet on this machine, on the disk until it is written to the bucket. */
export class FleetOutcomes implements Disposable {
  readonly #spools: Readonly<Record<ResultKind, ItemSpool>> = {
    SUCCEEDED: new ItemSpool(),
    FAILED: new ItemSpool(),
    PENDING: new ItemSpool(),
  };
  readonly #place: { readonly fleet: string; readonly bucket: string };

  constructor(place: { readonly fleet: string; readonly bucket: string }) {
    this.#place = place;
  }

  add(result: FleetResult): void {
    const { status } = result;
    const kind = status === 'SUCCEEDED' || status === 'PENDING' ? status : 'FAILED';
    this.#spools[kind].add(fleetResultEntry(result, this.#place));
  }

  /** Writes the files, and the manifest last: whoever finds it finds them. */
  async write(store: FleetStore, { name, resultsId }: { readonly name: string; readonly resultsId: string }) {
    const folder = `${RESULTS_FOLDER}/${resultsId}`;
    const files: Record<ResultKind, FleetManifest['files'][ResultKind]> = {
      SUCCEEDED: [],
      FAILED: [],
      PENDING: [],
    };
    for (const kind of RESULT_KINDS) {
      const key = fleetKey(store.place, name, `${folder}/${resultFileName(kind)}`);
      const sizeBytes = await store.putLines(key, this.#spools[kind]);
      if (sizeBytes > 0) files[kind] = [{ key, sizeBytes }];
    }
    const text = manifestText({ bucket: store.place.bucket, files });
    await store.putText(fleetKey(store.place, name, `${folder}/${MANIFEST_FILE}`), text);
  }

  [Symbol.dispose](): void {
    for (const spool of Object.values(this.#spools)) spool[Symbol.dispose]();
  }
}
