/** What the state machine of a fleet is started with; only `items` must be there. */
export interface FleetInput {
  readonly items: FleetSource;
  /** How many items run at a time. @default - as the fleet was deployed */
  readonly concurrency?: number | undefined;
  /** Of 100 items, so many may fail before no more are started, and the execution fails. @default - as the fleet was deployed */
  readonly toleratedFailurePercentage?: number | undefined;
}

/** Where the items are. */
export interface FleetSource {
  /** @default - as the key ends: .jsonl, .ndjson, .csv or .json; else jsonl. A schedule must tell it by one of both. */
  readonly format?: FleetFormat | undefined;
  /** @default - the artifact bucket of the workflow */
  readonly bucket?: string | undefined;
  /** Of the file; of `objects`, what all their keys begin with. */
  readonly key: string;
}

/**
 * How items are written down: one JSON object a line, rows with a first row of names, one JSON array of objects, or not at all: each
 * object of a bucket is an item.
 */
export const FLEET_FORMATS = ['jsonl', 'csv', 'json', 'objects'] as const;
/** Those of files: what is uploaded is one file, and no list of objects. */
export const FLEET_FILE_FORMATS = FLEET_FORMATS.filter((format) => format !== 'objects');
export type FleetFormat = (typeof FLEET_FORMATS)[number];
export type FleetFileFormat = Exclude<FleetFormat, 'objects'>;

/** The format that the end of a file's name tells, in any letter case. */
export function formatOfName(name: string): FleetFileFormat | undefined {
  return BY_SUFFIX.find(([suffix]) => name.toLowerCase().endsWith(suffix))?.[1];
}

const BY_SUFFIX: readonly (readonly [suffix: string, format: FleetFileFormat])[] = [
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', 'csv'],
  ['.json', 'json'],
];

/** The ends of names that tell a format, for messages. */
export function formatSuffixes(): string {
  return BY_SUFFIX.map(([suffix]) => suffix).join(', ');
}

/** The same with everything said: what the first state makes of it for the others. */
export interface SettledFleet {
  /** What names the fleet in the keys of its items: of this machine, this execution, and this time. */
  readonly fleet: string;
  readonly format: FleetFormat;
  readonly bucket: string;
  readonly key: string;
  readonly concurrency: number;
  readonly toleratedFailurePercentage: number;
}

/** The members of each, for checks. */
export const FLEET_INPUT_KEYS = ['items', 'concurrency', 'toleratedFailurePercentage'] as const;
export const FLEET_SOURCE_KEYS = ['format', 'bucket', 'key'] as const;

/** Most items that run at a time in one Map Run. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_FLEET_CONCURRENCY = 10_000;

/** What one item may have as JSON in UTF-8: with the cause of its failure, it must fit into the 262,144 bytes of a state. */
export const MAX_ITEM_BYTES = 196_608;

/** Where a fleet is below the artifact prefix of its workflow: its items and what became of them. */
export function fleetFolder(executionName: string): string {
  return `fleets/${executionName}`;
}

/** The keys of a fleet, below its folder: results are below `<RESULTS_FOLDER>/<id of the Map Run>/`. */
export const FLEET_ITEMS_FILE = 'items.jsonl';
export const RESULTS_FOLDER = 'results';
/**
 * Whether a key, of whatever workflow's, is of what a fleet has written about its items: it is no list of items, and started with it, a
 * fleet would start itself for ever.
 */
export function isFleetResult(key: string): boolean {
  return RESULT_KEY.test(key);
}

/** All keys of all fleets, as policies name them. */
export const FLEET_KEYS_PATTERN = 'fleets/*';

const RESULT_KEY = new RegExp(`^.+/${fleetFolder('[^/]+')}/${RESULTS_FOLDER}/`);
