import { isBucketName } from '../../contract/bucket-name.ts';
import {
  FLEET_FORMATS,
  FLEET_INPUT_KEYS,
  FLEET_ITEMS_FILE,
  FLEET_SOURCE_KEYS,
  type FleetFormat,
  type FleetSource,
  fleetFolder,
  formatOfName,
  isFleetResult,
  MAX_FLEET_CONCURRENCY,
  type SettledFleet,
} from '../../contract/fleet-input.ts';
import type { SettleStep } from '../../contract/item-step.ts';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, ProblemsError, show, unknownKeys } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { ItemSettings } from '../item-settings.ts';

/**
 * What an execution is started with, with everything said that was left out. Pure.
 *
 * @throws InvalidFleetError with all that is wrong
 */
export function settleFleet(
  step: Pick<SettleStep, 'input' | 'execution'>,
  settings: ItemSettings,
): SettledFleet {
  const { execution } = step;
  const input: unknown = step.input;
  if (!isRecord(input))
    throw new InvalidFleetError([
      {
        where: 'input',
        what: 'is not an object',
        got: show(input),
        allowed: EXAMPLE,
        fix: 'start the execution with such an object',
      },
    ]);
  const problems = unknownKeys('input', input, FLEET_INPUT_KEYS);
  const { concurrency = settings.concurrency } = input;
  const { toleratedFailurePercentage = settings.toleratedFailurePercentage } = input;
  const source = sourceOf(input.items, { settings, problems });
  if (!isWithin(concurrency, [1, MAX_FLEET_CONCURRENCY]) || !Number.isInteger(concurrency))
    problems.push(
      numberProblem(CONCURRENCY, concurrency, `a whole number from 1 to ${MAX_FLEET_CONCURRENCY}`),
    );
  if (!isWithin(toleratedFailurePercentage, [0, 100]))
    problems.push(numberProblem(TOLERATED, toleratedFailurePercentage, 'a number from 0 to 100'));
  // What has no problem is complete: the types cannot know that.
  if (problems.length > 0 || source === undefined) throw new InvalidFleetError(problems);
  return {
    fleet: `${execution.id}@${execution.startedAt}`,
    ...source,
    concurrency: Number(concurrency),
    toleratedFailurePercentage: Number(toleratedFailurePercentage),
  };
}

/** An execution was started with what means no fleet. */
export class InvalidFleetError extends ProblemsError {
  override readonly name = 'InvalidFleet';

  constructor(problems: readonly Problem[]) {
    super('input of the fleet', problems);
  }
}

const EXAMPLE = '{ "items": { "format": "jsonl", "key": "…" } }';

const [, CONCURRENCY, TOLERATED] = FLEET_INPUT_KEYS;

type SettledSource = { readonly [K in keyof FleetSource]-?: Exclude<FleetSource[K], undefined> };

interface Checked {
  readonly settings: ItemSettings;
  /** Those that are found are added. */
  readonly problems: Problem[];
}

function sourceOf(items: unknown, { settings, problems }: Checked): SettledSource | undefined {
  if (!isRecord(items)) {
    problems.push({
      where: 'input.items',
      what: items === undefined ? 'is missing' : 'is not an object',
      got: show(items),
      allowed: EXAMPLE,
      fix: 'say where the items are',
    });
    return undefined;
  }
  problems.push(...unknownKeys('input.items', items, FLEET_SOURCE_KEYS));
  const { bucket = settings.artifactBucket, key } = items;
  const { format = formatOfName(String(key)) ?? FLEET_FORMATS[0] } = items;
  if (!isFormat(format)) problems.push(formatProblem(format));
  const isAllowed = typeof bucket === 'string' && allowedBuckets(settings).includes(bucket);
  if (!isAllowed) problems.push(bucketProblem(bucket, settings));
  const isKey = typeof key === 'string' && isObjectKey(key);
  if (!isKey) problems.push(keyProblem(key, format === OBJECTS));
  else if (bucket === settings.artifactBucket && format !== OBJECTS && isFleetResult(key))
    problems.push(resultProblem(key));
  return isFormat(format) && isAllowed && isKey ? { format, bucket, key } : undefined;
}

const OBJECTS: FleetFormat = 'objects';

function isFormat(value: unknown): value is FleetFormat {
  return FLEET_FORMATS.some((format) => format === value);
}

function formatProblem(format: unknown): Problem {
  const near = typeof format === 'string' ? didYouMean(format, FLEET_FORMATS) : undefined;
  return {
    where: 'input.items.format',
    what: 'is not known',
    got: show(format),
    allowed: FLEET_FORMATS.join(', '),
    fix: near === undefined ? 'use the one that the items are written in' : `did you mean "${near}"?`,
  };
}

function allowedBuckets({ artifactBucket, buckets }: ItemSettings): readonly string[] {
  return [artifactBucket, ...buckets];
}

function bucketProblem(bucket: unknown, settings: ItemSettings): Problem {
  const allowed = allowedBuckets(settings);
  const near = typeof bucket === 'string' ? didYouMean(bucket, allowed) : undefined;
  const isName = typeof bucket === 'string' && isBucketName(bucket);
  return {
    where: 'input.items.bucket',
    what: isName ? 'is none that this fleet may read' : 'is not the name of a bucket',
    got: show(bucket),
    allowed: allowed.join(', '),
    fix:
      near === undefined
        ? `put the items into one of these, or deploy the fleet of "${settings.definitionName}" with this one in itemBuckets`
        : `did you mean "${near}"?`,
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
function isObjectKey(key: string): boolean {
  return key !== '' && Buffer.byteLength(key) <= MAX_OBJECT_KEY_BYTES && !key.startsWith(S3_ADDRESS);
}

const MAX_OBJECT_KEY_BYTES = 1024;
const S3_ADDRESS = 's3://';

function keyProblem(key: unknown, isPrefix: boolean): Problem {
  const isAddress = typeof key === 'string' && key.startsWith(S3_ADDRESS);
  return {
    where: 'input.items.key',
    what: key === undefined ? 'is missing' : 'is not a key of an object',
    got: show(key),
    allowed: `a text of 1 to ${MAX_OBJECT_KEY_BYTES} bytes, such as ${isPrefix ? '"invoices/2026/"' : '"invoices/2026.jsonl"'}`,
    fix: isAddress
      ? `write the name of the bucket in "bucket", and here what stands behind it`
      : `write ${isPrefix ? 'what the keys of the objects begin with' : 'the key of the file'}`,
  };
}

/** Also where a file starts the fleet when it is written: synthesis does not know all names of buckets. */
function resultProblem(key: string): Problem {
  return {
    where: 'input.items.key',
    what: 'is what a fleet has written about its items, with which it would start itself again and again',
    got: show(key),
    allowed: `a list of items that no fleet has written, such as ${JSON.stringify(`${fleetFolder('<name>')}/${FLEET_ITEMS_FILE}`)} below the prefix of the workflow`,
    fix: 'name the list; what starts the fleet by itself, such as a rule for uploads, must name another folder',
  };
}

function isWithin(value: unknown, [least, most]: readonly [number, number]): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function numberProblem(name: string, value: unknown, allowed: string): Problem {
  const isInQuotes = typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value));
  return {
    where: `input.${name}`,
    what: 'is out of range',
    got: show(value),
    allowed,
    fix: isInQuotes ? `write ${value}, without quotes` : 'use such a number, or leave it out',
  };
}
