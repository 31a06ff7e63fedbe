import path from 'node:path';
import { EXIT, type ExitCode, messageOf } from '../../core/errors.ts';
import { safeFileName } from '../../core/file-name.ts';
import { formatBytes } from '../../core/format-bytes.ts';
import { visible, visibleLine } from '../../core/visible.ts';
import { isAccessDenied, sentence } from '../aws-failure.ts';
import { printEnvelope, printResult } from '../envelope.ts';
import { factsOf } from '../error-facts.ts';
import { folderOf } from '../run-records/artifact-place.ts';
import { counted } from '../runs/run-text.ts';
import { openTarget } from '../target.ts';
import type { ArtifactObject } from './artifact-objects.ts';
import {
  type ArtifactsContext,
  type ArtifactsOptions,
  type FoundArtifacts,
  foundArtifacts,
} from './found-artifacts.ts';
import { pathsOfKeys } from './object-paths.ts';
import { pullObject } from './pull-object.ts';

/** Fetches the objects that the runs of a workflow have left to files. */
export async function pullArtifacts(
  asked: ArtifactsOptions & { readonly out?: string | undefined; readonly force?: boolean | undefined },
  context: ArtifactsContext,
): Promise<ExitCode> {
  using target = await openTarget(asked, context);
  const found = await foundArtifacts(asked, target, context);
  const { directory, projectRoot, stderr } = context;
  const { workflow, place } = found;
  const root =
    asked.out === undefined
      ? path.join(projectRoot, 'artifacts', safeFileName(workflow))
      : path.resolve(directory, asked.out);
  const pulled = await pullAll({ ...found, root, force: asked.force === true }, context);
  const of = (outcome: PulledFile['outcome']): readonly PulledFile[] =>
    pulled.filter((each) => each.outcome === outcome);
  const [done, there, failed] = [of('pulled'), of('there'), of('failed')];
  const sizeBytes = done.reduce((sum, { object }) => sum + object.sizeBytes, 0);
  const data = {
    ...{ workflow, ...place, folder: root },
    pulled: done.map(inShort),
    there: there.map(inShort),
    failed: failed.map(({ object, message }) => ({ key: object.key, message })),
  };
  const text =
    pulled.length === 0
      ? `There is nothing in s3://${place.bucket}/${folderOf(place)} yet.`
      : `Pulled ${counted(done.length, 'object')} (${formatBytes(sizeBytes)}) to ${root}; ${there.length} were there already.`;
  if (failed.length === 0) {
    printResult(context, { json: asked.json, data, text: () => `${visibleLine(text)}\n` });
    return EXIT.success;
  }
  for (const { object, message } of failed)
    stderr(`Failed: ${visibleLine(object.path)}: ${visible(message ?? '')}\n`);
  const message = `${failed.length} of ${counted(pulled.length, 'object')} could not be pulled. ${text} Call it again for the rest.`;
  stderr(`Error: ${visible(message)}\n`);
  const help = 'Call it again for the rest.';
  const error = { code: 'ArtifactsNotPulled', source: 'client', message, retryable: true, help } as const;
  if (asked.json === true) printEnvelope(context, { ok: false, error, data });
  return EXIT.failure;
}

interface PulledFile {
  readonly object: ArtifactObject;
  readonly file: string;
  readonly outcome: 'pulled' | 'there' | 'failed';
  /** Why it failed. */
  readonly message?: string;
}

const AT_ONCE = 4;

/** All of them, whatever becomes of some. @throws when it is interrupted */
async function pullAll(
  {
    objects,
    root,
    force,
    place,
    client,
  }: FoundArtifacts & { readonly root: string; readonly force: boolean },
  { interrupt: signal, interactive, stderr }: ArtifactsContext,
): Promise<readonly PulledFile[]> {
  const { bucket } = place;
  const paths = pathsOfKeys(objects.map((object) => object.path));
  const rest = objects.values();
  const results: PulledFile[] = [];
  const work = async (): Promise<void> => {
    for (const object of rest) {
      const names = paths.get(object.path) ?? [''];
      const file = path.join(root, ...names);
      try {
        const outcome = await pullObject(client, { bucket, object, root, names, force, signal });
        results.push({ object, file, outcome });
      } catch (error) {
        if (signal.aborted) throw error;
        const needs = isAccessDenied(factsOf(error))
          ? ` The caller needs s3:GetObject on arn:aws:s3:::${bucket}/${folderOf(place)}*, and kms:Decrypt on the key of the bucket if it has one.`
          : '';
        results.push({ object, file, outcome: 'failed', message: `${sentence(messageOf(error))}${needs}` });
      }
      if (interactive) stderr(`\r\x1b[2K${results.length} of ${counted(objects.length, 'object')}`);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  if (interactive && results.length > 0) stderr('\r\x1b[2K');
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}

function inShort({ object, file }: PulledFile): object {
  return { key: object.key, file, sizeBytes: object.sizeBytes, kind: object.kind };
}
