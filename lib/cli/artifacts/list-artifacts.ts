import { EXIT, type ExitCode } from '../../core/errors.ts';
import { formatBytes } from '../../core/format-bytes.ts';
import { visibleLine } from '../../core/visible.ts';
import { printResult } from '../envelope.ts';
import { folderOf } from '../run-records/artifact-place.ts';
import { counted } from '../runs/run-text.ts';
import { openTarget } from '../target.ts';
import { textTable } from '../text-table.ts';
import { type ArtifactsContext, type ArtifactsOptions, foundArtifacts } from './found-artifacts.ts';

/** Prints which objects the runs of a workflow have left, the newest last. */
export async function listArtifacts(asked: ArtifactsOptions, context: ArtifactsContext): Promise<ExitCode> {
  using target = await openTarget(asked, context);
  const { workflow, place, objects } = await foundArtifacts(asked, target, context);
  const { bucket, prefix } = place;
  const sorted = [...objects].sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const where = `s3://${bucket}/${folderOf(place)}`;
  context.stderr(
    objects.length === 0
      ? `There is nothing in ${visibleLine(where)} yet.\n`
      : `${counted(objects.length, 'object')}, ${formatBytes(sizeBytes)}, in ${visibleLine(where)}\n`,
  );
  printResult(context, {
    json: asked.json,
    data: {
      ...{ workflow, bucket, prefix },
      objects: sorted.map(({ key, sizeBytes: size, modifiedAt, kind }) => ({
        ...{ key, sizeBytes: size, kind },
        modifiedAt: modifiedAt.toISOString(),
      })),
    },
    text: () =>
      objects.length === 0
        ? ''
        : textTable(
            ['time', 'size', 'kind', 'key'],
            sorted.map(({ path, sizeBytes: size, modifiedAt, kind }) => [
              modifiedAt.toISOString(),
              formatBytes(size),
              kind,
              path,
            ]),
          ),
  });
  return EXIT.success;
}
