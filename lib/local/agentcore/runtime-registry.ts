import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hashBundle, MAIN_FILE } from '../../bundle/index.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { readIfThere, replaceFile } from '../../core/files.ts';
import {
  aListOf,
  aNumber,
  aRecord,
  aText,
  aTextById,
  aWholeNumber,
  type RecordChecks,
} from '../state-check.ts';
import { parseStateFile } from '../state-file.ts';
import { nextRecord, type RuntimeRecord } from './runtime-record.ts';

/**
 * The runtimes of local AWS, in a file of the state folder. The file is read at each question, so that a deployment
 * from another process is seen at once.
 */
export class RuntimeRegistry {
  readonly #file: string;

  constructor(options: { readonly stateDir: string }) {
    this.#file = path.resolve(options.stateDir, 'runtimes.json');
  }

  /**
   * Makes or updates the runtime of a workflow. The same bundle with the same settings keeps the version.
   *
   * @throws {@link RuntimeRegistryError} when there is no bundle in `bundleDir`.
   */
  deploy(options: {
    readonly catalogEntry: WorkflowCatalogEntry;
    readonly bundleDir: string;
  }): DeployedRuntime {
    const bundleDir = path.resolve(options.bundleDir);
    const mainFile = path.join(bundleDir, MAIN_FILE);
    if (!existsSync(mainFile)) {
      throw new RuntimeRegistryError(
        `There is no ${MAIN_FILE} in ${bundleDir}. Bundle the workflow into it first.`,
      );
    }
    const { name } = options.catalogEntry;
    const records = this.list();
    const record = nextRecord({
      entry: options.catalogEntry,
      bundleDir,
      bundleHash: hashBundle(readFileSync(mainFile)),
      previous: records.find((candidate) => candidate.name === name),
    });
    this.#save([...records.filter((candidate) => candidate.name !== name), record]);
    const { arn, id, version, endpointName } = record;
    return { arn, id, version, endpointName };
  }

  /**
   * All runtimes, in the order of their deployment.
   *
   * @throws StateFileError when the file cannot be read
   */
  list(): readonly RuntimeRecord[] {
    const text = readIfThere(this.#file);
    if (text === undefined) return [];
    return parseStateFile<RegistryFile>({ file: this.#file, text, checks: REGISTRY_CHECKS }).runtimes;
  }

  /** The runtime with this ARN or id. */
  find(arnOrId: string): RuntimeRecord | undefined {
    return this.list().find(({ arn, id }) => arn === arnOrId || id === arnOrId);
  }

  #save(runtimes: readonly RuntimeRecord[]): void {
    replaceFile(this.#file, `${JSON.stringify({ format: 1, runtimes }, null, 2)}\n`);
  }
}

/** What a deployment is told about its runtime. */
export type DeployedRuntime = Pick<RuntimeRecord, 'arn' | 'id' | 'version' | 'endpointName'>;

/** What is to be deployed is not a bundle. */
export class RuntimeRegistryError extends Error {
  override readonly name = 'RuntimeRegistryError';
}

interface RegistryFile {
  readonly format: 1;
  readonly runtimes: readonly RuntimeRecord[];
}

const REGISTRY_CHECKS: RecordChecks<RegistryFile> = {
  format: aWholeNumber,
  runtimes: aListOf(
    aRecord<RuntimeRecord>({
      name: aText,
      id: aText,
      arn: aText,
      version: aText,
      endpointName: aText,
      bundleDir: aText,
      bundleHash: aText,
      definitionName: aText,
      environment: aTextById,
      idleTimeoutSeconds: aNumber,
      maxLifetimeSeconds: aNumber,
    }),
  ),
};
