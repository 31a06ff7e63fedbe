import { isRecord } from '../core/is-record.ts';

/**
 * Says which files hold what became of the items of a fleet.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export interface FleetManifest {
  readonly bucket: string;
  /** The Map Run; absent where a loop on this machine has written it. */
  readonly mapRunArn?: string | undefined;
  readonly files: Readonly<Record<ResultKind, readonly ResultFile[]>>;
}

/** The kinds of files: `FAILED` has what timed out and what was aborted, too. */
export const RESULT_KINDS = ['SUCCEEDED', 'FAILED', 'PENDING'] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];

/** A file of results. */
export interface ResultFile {
  /** Its whole key in the bucket. */
  readonly key: string;
  readonly sizeBytes: number;
}

/** The name of the manifest in the folder of the results. */
export const MANIFEST_FILE = 'manifest.json';

/** The name of the first file of a kind; it has one entry a line. */
export function resultFileName(kind: ResultKind): string {
  return `${kind}_0.jsonl`;
}

/** @returns `undefined` for what is no manifest */
export function readManifest(value: unknown): FleetManifest | undefined {
  if (!isRecord(value) || !isRecord(value.ResultFiles)) return undefined;
  const { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files } = value;
  if (typeof bucket !== 'string') return undefined;
  const listed = (kind: ResultKind): readonly ResultFile[] => {
    const list: unknown = files[kind];
    return Array.isArray(list) ? list.flatMap(fileIn) : [];
  };
  return {
    bucket,
    mapRunArn: typeof mapRunArn === 'string' ? mapRunArn : undefined,
    files: { SUCCEEDED: listed('SUCCEEDED'), FAILED: listed('FAILED'), PENDING: listed('PENDING') },
  };
}

/** A manifest as {@link readManifest} reads it. */
export function manifestText({ bucket, mapRunArn, files }: FleetManifest): string {
  const lists = RESULT_KINDS.map((kind) => [
    kind,
    files[kind].map(({ key: Key, sizeBytes: Size }) => ({ Key, Size })),
  ]);
  return JSON.stringify({
    DestinationBucket: bucket,
    MapRunArn: mapRunArn,
    ResultFiles: Object.fromEntries(lists),
  });
}

function fileIn(value: unknown): readonly ResultFile[] {
  if (!isRecord(value) || typeof value.Key !== 'string') return [];
  return [{ key: value.Key, sizeBytes: typeof value.Size === 'number' ? value.Size : 0 }];
}
