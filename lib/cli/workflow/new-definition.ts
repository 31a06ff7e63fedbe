import { isBucketName } from '../../contract/bucket-name.ts';
import {
  isExportPrefix,
  MAX_DEFINITION_DESCRIPTION_LENGTH,
  MAX_EXPORT_PREFIX_LENGTH,
} from '../../contract/limits.ts';
import { UsageError } from '../usage-error.ts';
import { checkNewDefinitionName } from './check-definition-name.ts';
import type { Definition } from './definitions.ts';

/** What is asked for, checked by all rules of the service, before anybody is asked. Pure. @throws UsageError */
export function newDefinition(name: string, options: NewDefinitionOptions): NewDefinition {
  const { description, bucket, prefix } = options;
  checkNewDefinitionName(name);
  if (description !== undefined && !isWithin(description, MAX_DEFINITION_DESCRIPTION_LENGTH)) {
    throw new UsageError({
      what: `--description has ${description.length} characters.`,
      allowed: `1 to ${MAX_DEFINITION_DESCRIPTION_LENGTH} are allowed.`,
    });
  }
  if (bucket === undefined && prefix !== undefined) {
    throw new UsageError({ what: '--prefix was given without --bucket.', fix: 'Name the bucket, too.' });
  }
  if (bucket !== undefined && !isBucketName(bucket)) {
    throw new UsageError({
      what: `--bucket "${bucket}" cannot be the name of a bucket.`,
      allowed:
        '3 to 63 lower-case letters, digits, "." and "-" are allowed, a letter or a digit at both ends.',
      fix: 'Give the name alone, without s3://; what comes after it is --prefix.',
    });
  }
  if (prefix !== undefined && !isExportPrefix(prefix)) {
    throw new UsageError({
      what: `--prefix "${prefix}" is not a key prefix that Nova Act accepts.`,
      allowed: `1 to ${MAX_EXPORT_PREFIX_LENGTH} letters, digits and !-_.*'() are allowed, in parts joined by single slashes.`,
    });
  }
  const exportConfig = bucket && {
    s3BucketName: bucket,
    ...(prefix !== undefined && { s3KeyPrefix: prefix }),
  };
  return { name, ...(description !== undefined && { description }), ...(exportConfig && { exportConfig }) };
}

/** In which members a definition that is there differs from one that is asked for, in words. Pure. */
export function differencesOf(there: Definition, wanted: NewDefinition): readonly string[] {
  const compared = [
    ['description', there.description, wanted.description],
    ['bucket', there.exportConfig?.s3BucketName, wanted.exportConfig?.s3BucketName],
    ['prefix', there.exportConfig?.s3KeyPrefix, wanted.exportConfig?.s3KeyPrefix],
  ] as const;
  return compared
    .filter(([, has, asked]) => has !== asked)
    .map(([member, has, asked]) => `${member}: it has ${shown(has)}, asked for was ${shown(asked)}`);
}

/** What `workflow create` is told about the definition. */
export interface NewDefinitionOptions {
  readonly description?: string | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
}

/** What Nova Act is asked to make. */
export type NewDefinition = Pick<Definition, 'name' | 'description' | 'exportConfig'>;

function isWithin({ length }: string, most: number): boolean {
  return length > 0 && length <= most;
}

function shown(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
