import type { Construct } from 'constructs';
import {
  FLEET_FILE_FORMATS,
  type FleetFormat,
  formatOfName,
  formatSuffixes,
} from '../../contract/fleet-input.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { FleetOnUploadProps } from '../constructs/fleet-on-upload-props.ts';
import { isSameBucket } from '../same-bucket.ts';
import { checkFleetStack } from './fleet-place.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShapeOf } from './props-shape.ts';

/** Checks that the properties can be checked at all, before anything of them is read. */
export function checkFleetOnUploadShape(where: string, props: unknown): Problem[] {
  return [...checkKnownKeys(where, props, SHAPE), ...checkKinds(where, props, SHAPE, ['fleet', 'bucket'])];
}

/**
 * Checks which files start a fleet: it must be able to read them, and must not write them.
 *
 * @param folders of the bucket in which workflows leave what they make
 */
export function checkFleetOnUpload(
  scope: Construct,
  where: string,
  props: FleetOnUploadProps,
  folders: readonly string[],
): Problem[] {
  const { fleet, bucket, prefix, suffix } = props;
  const isArtifacts = isSameBucket(bucket, fleet.workflow.foundation.artifactBucket);
  const isKnown = isArtifacts || fleet.itemBuckets.some((other) => isSameBucket(other, bucket));
  return [
    ...(isKnown
      ? []
      : [
          {
            where: `${where}.bucket`,
            what: 'is none that the fleet may read',
            got: bucket.node.path,
            allowed: 'a bucket of itemBuckets of the fleet, or the artifact bucket of the workflow',
            fix: 'give it to the fleet, too: itemBuckets: [bucket]',
          },
        ]),
    ...checkFleetStack(`${where}.fleet`, fleet, scope),
    ...(isArtifacts ? checkUploadFolder(`${where}.prefix`, props, folders) : []),
    ...checkKeyPart(`${where}.prefix`, prefix),
    ...checkKeyPart(`${where}.suffix`, suffix),
    ...checkFormat(where, props),
  ];
}

/** How items are written down in the files. */
export function formatOf({ format, suffix = '' }: Files): FleetFormat | undefined {
  return format ?? formatOfName(suffix);
}

type Files = Omit<FleetOnUploadProps, 'fleet' | 'bucket' | 'prefix'>;

/**
 * In the bucket where workflows leave what they made, a fleet must start with nothing that they write.
 *
 * @param folders in which they do
 */
export function checkUploadFolder(
  where: string,
  { fleet, prefix = '' }: Pick<FleetOnUploadProps, 'fleet' | 'prefix'>,
  folders: readonly string[],
): Problem[] {
  const own = `${fleet.workflow.artifactPrefix}/`;
  const fix = `write "uploads/${own}", for example`;
  // The CDK writes reasons for wildcards down by ids, which have no spaces and no single brackets.
  if (/[*?$\s()[\]{}]/.test(prefix)) {
    return [
      {
        where,
        what: 'would be a pattern in the policy by which the fleet may read such files, or is nothing that rule packs can be told of',
        got: show(prefix),
        allowed: 'a folder without *, ?, $, spaces and brackets',
        fix,
      },
    ];
  }
  const written = [own, ...folders].find((folder) => folder.startsWith(prefix) || prefix.startsWith(folder));
  if (written === undefined) return [];
  return [
    {
      where,
      what:
        written === own
          ? 'has the fleet started by what its own workflow writes, and so for ever'
          : `has the fleet started by what another workflow writes, in ${written}`,
      got: show(prefix),
      allowed: `in the artifact bucket, a folder beside ${[...new Set([own, ...folders])].join(', ')}`,
      fix,
    },
  ];
}

function checkKeyPart(where: string, text: string | undefined): Problem[] {
  if (text === undefined || /^(?!s3:\/\/|\/)[^\0]{1,1024}$/i.test(text)) return [];
  return [
    {
      where,
      what: 'is no part of the key of an object',
      got: show(text),
      allowed: '1 to 1024 characters, without "s3://", the name of the bucket or a slash at the beginning',
      fix: 'write it as S3 has it, such as "lists/", or leave it out',
    },
  ];
}

function checkFormat(where: string, props: FleetOnUploadProps): Problem[] {
  const format = formatOf(props);
  if (format !== undefined && FLEET_FILE_FORMATS.some((known) => known === format)) return [];
  const allowed = FLEET_FILE_FORMATS.join(', ');
  return [
    {
      where: `${where}.format`,
      what: props.format === undefined ? 'must be given, since no suffix says it' : 'is no format of a file',
      got: show(props.format),
      allowed: props.format === undefined ? `${allowed}, or a suffix ${formatSuffixes()}` : allowed,
      fix: "write suffix: '.jsonl' for one JSON object in each line",
    },
  ];
}

const SHAPE = {
  fleet: KIND.fleet,
  bucket: KIND.bucket,
  prefix: KIND.knownText,
  suffix: KIND.knownText,
  format: KIND.any,
} as const satisfies PropsShapeOf<FleetOnUploadProps>;
