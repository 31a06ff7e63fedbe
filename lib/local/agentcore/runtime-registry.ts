import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hashBundle, MAIN_FILE } from '../../bundle/index.ts';
import { DEFAULT_ENDPOINT_NAME, LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { SERVER_PROTOCOLS } from '../../contract/host.ts';
import { readIfThere, replaceFile } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { PolicyStatement, RuntimeRole } from '../access/role.ts';
import {
  aFlag,
  aListOf,
  aNumber,
  anObjectOf,
  aRecord,
  aText,
  aTextById,
  aTextOf,
  aWholeNumber,
  maybe,
  type RecordChecks,
} from '../state-check.ts';
import { parseStateFile } from '../state-file.ts';
import { AUTHORIZER_CHECKS } from './runtime-authorizer.ts';
import {
  afterDeployment,
  afterSwap,
  type RuntimeDeployment,
  type RuntimeRecord,
  type RuntimeVersion,
  type StoredRuntime,
  throughEndpoint,
} from './runtime-record.ts';

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
   * Makes or updates a runtime. The same bundle with the same settings keeps the version. `DEFAULT` and the endpoints that
   * are pinned to nothing lead to the newest version afterwards.
   *
   * @throws {@link RuntimeRegistryError} when there is no bundle in `bundleDir`, or an endpoint is pinned to a version that is not there
   */
  deploy(deployment: RuntimeDeployment): DeployedRuntime {
    const { bundleDir, bundleHash } = bundleIn(deployment.bundleDir);
    const { name } = deployment;
    const stored = this.#read();
    const runtime = afterDeployment({
      deployment: { ...deployment, bundleDir },
      bundleHash,
      previous: stored.find((candidate) => candidate.name === name),
    });
    const broken = Object.keys(runtime.endpoints).find(
      (endpoint) => throughEndpoint(runtime, endpoint) === undefined,
    );
    if (broken !== undefined) {
      throw new RuntimeRegistryError(
        `The endpoint ${broken} of ${name} is pinned to version ${runtime.endpoints[broken]}. ` +
          `There are: ${runtime.versions.map(({ version }) => version).join(', ')}.`,
      );
    }
    this.#save([...stored.filter((candidate) => candidate.name !== name), runtime]);
    return newestOf(runtime);
  }

  /**
   * Makes a version of other code, with the settings and the role of the newest version; the same code keeps the version.
   * Endpoints that are pinned to a version stay there, the others lead to the newest one. Sessions that run keep their code.
   *
   * @throws {@link RuntimeRegistryError} when there is no bundle in `bundleDir`, or no runtime of this name
   */
  swapCode(options: { readonly name: string; readonly bundleDir: string }): DeployedRuntime {
    const bundle = bundleIn(options.bundleDir);
    const stored = this.#read();
    const runtime = stored.find(({ name }) => name === options.name);
    if (runtime === undefined) {
      throw new RuntimeRegistryError(`There is no runtime of ${options.name}. Deploy the workflow first.`);
    }
    const swapped = afterSwap({ runtime, ...bundle });
    this.#save(stored.map((candidate) => (candidate === runtime ? swapped : candidate)));
    return newestOf(swapped);
  }

  /**
   * All runtimes in the order of their deployment, each as its endpoint `DEFAULT` has it.
   *
   * @throws StateFileError when the file cannot be read
   */
  list(): readonly RuntimeRecord[] {
    return this.#read().flatMap((runtime) => throughEndpoint(runtime, DEFAULT_ENDPOINT_NAME) ?? []);
  }

  /** The runtime with this ARN or id, as its endpoint `DEFAULT` has it. */
  find(arnOrId: string): RuntimeRecord | undefined {
    return this.list().find(({ arn, id }) => arn === arnOrId || id === arnOrId);
  }

  /**
   * All runtimes with all their versions and endpoints, in the order of their deployment.
   *
   * @throws StateFileError when the file cannot be read
   */
  listStored(): readonly StoredRuntime[] {
    return this.#read();
  }

  /**
   * Removes all runtimes but those of these names.
   *
   * @returns those that were removed
   */
  retain(names: ReadonlySet<string>): readonly StoredRuntime[] {
    const stored = this.#read();
    const removed = stored.filter(({ name }) => !names.has(name));
    if (removed.length > 0) this.#save(stored.filter(({ name }) => names.has(name)));
    return removed;
  }

  #read(): readonly StoredRuntime[] {
    const text = readIfThere(this.#file);
    if (text === undefined) return [];
    const file = { file: this.#file, text };
    if (isOfFormat1(text))
      return parseStateFile<RegistryFile1>({ ...file, checks: CHECKS_1 }).runtimes.map(fromFormat1);
    return parseStateFile<RegistryFile>({ ...file, checks: CHECKS }).runtimes;
  }

  #save(runtimes: readonly StoredRuntime[]): void {
    replaceFile(this.#file, `${JSON.stringify({ format: 2, runtimes }, null, 2)}\n`);
  }
}

/** @throws {@link RuntimeRegistryError} when there is none */
function bundleIn(folder: string): { readonly bundleDir: string; readonly bundleHash: string } {
  const bundleDir = path.resolve(folder);
  const mainFile = path.join(bundleDir, MAIN_FILE);
  if (!existsSync(mainFile)) {
    throw new RuntimeRegistryError(
      `There is no ${MAIN_FILE} in ${bundleDir}. Bundle the workflow into it first.`,
    );
  }
  return { bundleDir, bundleHash: hashBundle(readFileSync(mainFile)) };
}

function newestOf({ arn, id, versions }: StoredRuntime): DeployedRuntime {
  const { version = '' } = versions.at(-1) ?? {};
  return { arn, id, version, endpointName: DEFAULT_ENDPOINT_NAME };
}

/** What a deployment is told about its runtime. */
export type DeployedRuntime = Pick<RuntimeRecord, 'arn' | 'id' | 'version' | 'endpointName'>;

/** What is to be deployed is not a bundle. */
export class RuntimeRegistryError extends Error {
  override readonly name = 'RuntimeRegistryError';
}

interface RegistryFile {
  readonly format: 2;
  readonly runtimes: readonly StoredRuntime[];
}

const VERSION_CHECKS: RecordChecks<RuntimeVersion> = {
  serverProtocol: maybe(aTextOf(...SERVER_PROTOCOLS)),
  requestHeaders: maybe(aListOf(aText)),
  authorizer: maybe(aRecord(AUTHORIZER_CHECKS)),
  version: aText,
  bundleDir: aText,
  bundleHash: aText,
  definitionName: aText,
  environment: aTextById,
  isEnvironmentWhole: maybe(aFlag),
  idleTimeoutSeconds: aNumber,
  maxLifetimeSeconds: aNumber,
  secrets: maybe(aListOf(aText)),
  role: maybe(
    aRecord<RuntimeRole>({
      name: aText,
      arn: aText,
      assumedBy: maybe(aListOf(aText)),
      statements: aListOf(
        aRecord<PolicyStatement>({
          effect: aTextOf('Allow', 'Deny'),
          actions: aListOf(aText),
          areActionsExcluded: aFlag,
          resources: aListOf(aText),
          areResourcesExcluded: aFlag,
          conditions: anObjectOf(anObjectOf(aListOf(aText))),
        }),
      ),
    }),
  ),
};

const CHECKS: RecordChecks<RegistryFile> = {
  format: aWholeNumber,
  runtimes: aListOf(
    aRecord<StoredRuntime>({
      name: aText,
      id: aText,
      arn: aText,
      versions: aListOf(aRecord(VERSION_CHECKS)),
      endpoints: aTextById,
      pinned: maybe(aListOf(aText)),
    }),
  ),
};

/** What version 0.1.0 has written: the newest version only, and one endpoint. */
interface RegistryFile1 {
  readonly format: 1;
  readonly runtimes: readonly RuntimeRecord[];
}

const CHECKS_1: RecordChecks<RegistryFile1> = {
  format: aWholeNumber,
  runtimes: aListOf(
    aRecord<RuntimeRecord>({
      ...VERSION_CHECKS,
      ...{ name: aText, id: aText, arn: aText, endpointName: aText },
    }),
  ),
};

function isOfFormat1(text: string): boolean {
  const value = parseJson(text);
  return isRecord(value) && value.format === 1;
}

function fromFormat1({ name, id, arn, endpointName: _, ...version }: RuntimeRecord): StoredRuntime {
  const endpoints = { [DEFAULT_ENDPOINT_NAME]: version.version, [LIVE_ENDPOINT_NAME]: version.version };
  return { name, id, arn, versions: [version], endpoints };
}
