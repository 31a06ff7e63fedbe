import path from 'node:path';
import { isRecord } from '../core/is-record.ts';
import { type AssemblyReader, artifactsOf, readAssemblyFile } from './read-assembly.ts';

/**
 * What a folder of an assembly has to publish: files that go into buckets, and images.
 *
 * @throws AssemblyError when a list of assets cannot be read
 * @see https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readAssets(folder: string, reader: AssemblyReader): readonly Asset[] {
  return artifactsOf(folder, reader).flatMap(({ artifact, properties }) => {
    if (artifact.type !== 'cdk:asset-manifest' || typeof properties.file !== 'string') return [];
    const manifest = readAssemblyFile(path.join(folder, properties.file), reader);
    if (!isRecord(manifest)) return [];
    return [
      ...assetsOf(manifest.files, (source, destination) => ({
        kind: 'file',
        place: destination.bucketName,
        key: destination.objectKey,
        source: source.path,
      })),
      ...assetsOf(manifest.dockerImages, (source, destination) => ({
        kind: 'image',
        place: destination.repositoryName,
        key: destination.imageTag,
        source: source.directory,
      })),
    ].map((asset) => ({ ...asset, path: path.join(folder, asset.source) }));
  });
}

/** Something that a deployment publishes. */
export interface Asset {
  readonly kind: 'file' | 'image';
  /** The bucket or the repository; account and region may stand there as `${AWS::AccountId}` and `${AWS::Region}`. */
  readonly place: string;
  /** The key of the object, or the tag of the image. */
  readonly key: string;
  /** Absolute: a file, a folder that becomes a zip file, or what Docker builds from. */
  readonly path: string;
}

type Draft = { readonly kind: Asset['kind'] } & Readonly<Record<'place' | 'key' | 'source', unknown>>;

function assetsOf(
  assets: unknown,
  read: (source: Readonly<Record<string, unknown>>, destination: Readonly<Record<string, unknown>>) => Draft,
) {
  const list = isRecord(assets) ? Object.values(assets) : [];
  return list.flatMap((asset) => {
    if (!isRecord(asset) || !isRecord(asset.source) || !isRecord(asset.destinations)) return [];
    const { source } = asset;
    return Object.values(asset.destinations).flatMap((destination) => {
      if (!isRecord(destination)) return [];
      const { kind, ...found } = read(source, destination);
      const { place, key, source: from } = found;
      return typeof place === 'string' && typeof key === 'string' && typeof from === 'string'
        ? [{ kind, place, key, source: from }]
        : [];
    });
  });
}
