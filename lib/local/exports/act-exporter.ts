import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { EXPORTED_ACT } from '../../contract/session-keys.ts';
import { replaceFile } from '../../core/files.ts';
import { PRIVATE } from '../invocation-store.ts';
import type { ActRecord, StoreChange } from '../nova-act/records.ts';
import { isEnded } from '../nova-act/status-rules.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { actTraceOf } from './act-trace-of.ts';
import { exportPlace } from './export-place.ts';

/**
 * Writes the steps of each act that ends into the bucket that its definition exports to. What cannot be written is told,
 * and never fails the act. What has been written stays when the run is deleted, as objects do on AWS.
 */
export class ActExporter {
  readonly #store: NovaActStore;
  readonly #stateDir: string;
  readonly #told = new Set<string>();

  constructor(options: { readonly store: NovaActStore; readonly stateDir: string }) {
    this.#store = options.store;
    this.#stateDir = options.stateDir;
    this.#store.on('change', (change) => this.#follow(change));
  }

  /** Why the steps of an act that has ended are not in its bucket; `undefined` when they are, or are not to be exported. */
  unexported(actId: string): string | undefined {
    const act = this.#store.act(actId);
    const place = act && this.#placeOf(act);
    if (place === undefined) return undefined;
    if ('reason' in place) return place.reason;
    if (existsSync(path.join(place.folder, EXPORTED_ACT))) return undefined;
    return `${place.uri}/${EXPORTED_ACT} is not there: it could not be written, or was deleted`;
  }

  #follow({ kind, actId, removed }: StoreChange): void {
    if (kind !== 'act' || actId === undefined || removed) return;
    const act = this.#store.act(actId);
    if (act === undefined || !isEnded(act.status)) return;
    try {
      const place = this.#placeOf(act);
      if (place === undefined) return;
      if ('reason' in place) this.#tell(act.definitionName, place.reason);
      else this.#write(act, place.folder);
    } catch (error) {
      this.#tell(
        act.definitionName,
        `${actId} could not be written: ${messageWithStorage(error, this.#stateDir)}`,
        'unwritten',
      );
    }
  }

  #placeOf(act: ActRecord): ReturnType<typeof exportPlace> | undefined {
    const exportConfig = this.#store.definition(act.definitionName)?.exportConfig;
    return exportConfig && exportPlace({ stateDir: this.#stateDir, exportConfig, act });
  }

  #write(act: ActRecord, folder: string): void {
    const steps = this.#store.steps(act.actId);
    const [first] = steps.filter(({ observation }) => observation.screenshotFile !== undefined);
    const image = first && this.#store.screenshotFile({ actId: act.actId, index: first.index });
    mkdirSync(folder, { recursive: true, mode: PRIVATE.dirMode });
    for (const { observation } of steps) {
      const name = observation.screenshotFile;
      if (image === undefined || name === undefined) continue;
      linkOrCopy(path.join(path.dirname(image), name), path.join(folder, name));
    }
    // Last: where it is, the pictures are.
    const trace = actTraceOf({ act, run: this.#store.run(act.runId), steps, withDom: true });
    const text = `${JSON.stringify(trace, null, 2)}\n`;
    replaceFile(path.join(folder, EXPORTED_ACT), text, PRIVATE);
  }

  /** Once for each cause: a workflow has many acts. The log of each run has it as well. */
  #tell(definitionName: string, reason: string, cause = reason): void {
    const key = `${definitionName}\n${cause}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    process.emitWarning(`Steps of ${definitionName} are not exported: ${reason}`, {
      type: 'NovaActLocalWarning',
    });
  }
}

/** Two names for one file take no space; where the disk has none of that, a copy. */
function linkOrCopy(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
