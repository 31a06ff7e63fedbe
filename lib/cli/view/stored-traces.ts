import type { ActTrace } from '../../contract/act-trace.ts';
import { MAX_BROWSER_TRACE_BYTES } from '../../contract/browser-trace.ts';
import { readActTrace } from '../../contract/read-act-trace.ts';
import { EXPORTED_ACT, exportedActKeys, sessionKeys } from '../../contract/session-keys.ts';
import { ExplainedError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format-bytes.ts';
import type { ActPlace, RunPlace } from '../../viewer/paths.ts';
import { imageTypeOf } from '../../viewer/pictures/image-type.ts';
import type { BrowserTracePlace, Picture } from '../../viewer/run-source.ts';
import { type ArtifactObject, objectsFrom } from '../artifacts/artifact-objects.ts';
import { type ArtifactPlace, folderOf } from '../run-records/artifact-place.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { ByteCache } from './byte-cache.ts';
import { nameOfFile, traceOfAct } from './files-of-run.ts';
import { type PicturesOfAct, withoutPictures } from './without-pictures.ts';

/**
 * What sessions have stored in the artifact bucket. A file that was read is kept until it is another one, traces and pictures up
 * to so many bytes.
 */
export class StoredTraces {
  readonly #access: Pick<RecordsAccess, 's3' | 'call'>;
  readonly #traces = new ByteCache<ActTrace>(MAX_TRACE_BYTES);
  readonly #pictures = new ByteCache<PicturesOfAct>(MAX_PICTURE_BYTES);
  /** By the act: where its trace was seen last. */
  readonly #files = new ByteCache<ArtifactObject>(MAX_FILES);
  readonly #reading = new Map<string, Promise<Content>>();

  constructor(access: Pick<RecordsAccess, 's3' | 'call'>) {
    this.#access = access;
  }

  /** The objects of the sessions of a run: all, unless there are {@link MAX_OBJECTS}. */
  async listRun({ runId }: RunPlace, place: ArtifactPlace): Promise<readonly ArtifactObject[]> {
    const sessionsFolder = sessionKeys({ workflowRunId: runId, sessionId: '' });
    return await this.list(`${folderOf(place)}${sessionsFolder}`, place, MAX_OBJECTS);
  }

  /** The objects whose keys begin so, `most` at most. */
  async list(start: string, place: ArtifactPlace, most: number): Promise<readonly ArtifactObject[]> {
    const objects: ArtifactObject[] = [];
    const { s3, call } = this.#access;
    for await (const object of objectsFrom(await s3(), { ...place, start }, call.abortSignal)) {
      objects.push(object);
      if (objects.length === most) break;
    }
    return objects;
  }

  /** What happened in an act, without pictures. @throws ExplainedError for a file that is no trace of it, or is too large */
  async trace(act: ActPlace, place: ArtifactPlace, file: ArtifactObject): Promise<ActTrace> {
    this.#files.set(keyOf(act), file, 1);
    return this.#traces.get(versionOf(place, file)) ?? (await this.#read(act, place, file)).trace;
  }

  /** The picture of a step; `undefined` when there is none. */
  async picture(act: ActPlace, place: ArtifactPlace, step: number): Promise<Picture | undefined> {
    const file = await this.fileOfAct(act, place);
    if (file === undefined) return undefined;
    const kept = this.#pictures.get(versionOf(place, file));
    const picture = (kept ?? (await this.#read(act, place, file)).pictures).get(step);
    return typeof picture === 'string' ? await this.#pictureBeside(file, picture, place) : picture;
  }

  /** Where the trace of an act is, without a look when it was seen before. */
  async fileOfAct(act: ActPlace, place: ArtifactPlace): Promise<ArtifactObject | undefined> {
    const seen = this.#files.get(keyOf(act));
    if (seen !== undefined) return seen;
    const { runId: workflowRunId, sessionId, actId } = act;
    const starts = [
      `${sessionKeys({ workflowRunId, sessionId })}/act_${actId}`,
      `${exportedActKeys({ workflowRunId, sessionId, actId })}/${EXPORTED_ACT}`,
    ];
    for (const start of starts) {
      const file = traceOfAct(act, await this.list(`${folderOf(place)}${start}`, place, MAX_OBJECTS));
      if (file === undefined) continue;
      this.#files.set(keyOf(act), file, 1);
      return file;
    }
    return undefined;
  }

  /** A trace of Playwright's; `undefined` when it is not there. @throws ExplainedError when it is too large to be shown */
  async browserTrace(wanted: BrowserTracePlace, place: ArtifactPlace): Promise<Uint8Array | undefined> {
    const { runId: workflowRunId, sessionId, name } = wanted;
    const start = `${folderOf(place)}${sessionKeys({ workflowRunId, sessionId })}/`;
    const objects = await this.list(start, place, MAX_OBJECTS);
    // By its name among those that are there, so that no name leads elsewhere.
    const file = objects.find((each) => each.kind === 'browser-trace' && nameOfFile(each) === name);
    if (file === undefined) return undefined;
    refuseLarge(file, place, MAX_BROWSER_TRACE_BYTES);
    return await (await this.#body(place, file)).transformToByteArray();
  }

  /** @param name a plain one, so that it leads nowhere else */
  async #pictureBeside(
    file: ArtifactObject,
    name: string,
    place: ArtifactPlace,
  ): Promise<Picture | undefined> {
    const type = imageTypeOf(name);
    const key = `${file.key.slice(0, file.key.lastIndexOf('/'))}/${name}`;
    const [picture] = await this.list(key, place, 1);
    if (type === undefined || picture?.key !== key || picture.sizeBytes === 0) return undefined;
    refuseLarge(picture, place, MAX_PICTURE_BYTES);
    return { type, bytes: await (await this.#body(place, picture)).transformToByteArray() };
  }

  async #read(act: ActPlace, place: ArtifactPlace, file: ArtifactObject): Promise<Content> {
    const version = versionOf(place, file);
    // Each picture of a page asks for it at the same time.
    const reading = this.#reading.get(version) ?? this.#fetch(act, place, file);
    this.#reading.set(version, reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(version);
    }
  }

  async #fetch(act: ActPlace, place: ArtifactPlace, file: ArtifactObject): Promise<Content> {
    refuseLarge(file, place, MAX_TRAJECTORY_BYTES);
    const whole = readActTrace(await (await this.#body(place, file)).transformToString('utf8'));
    const { act_id: actId, session_id: sessionId, workflow_run_id: runId } = whole.metadata;
    if (actId !== act.actId || sessionId !== act.sessionId || runId !== act.runId) {
      throw new ExplainedError({ what: `${urlOf(place, file)} is the trace of another act.` });
    }
    const content = withoutPictures(whole);
    const bytes = [...content.pictures.values()].reduce(
      (sum, picture) => sum + (typeof picture === 'string' ? picture : picture.bytes).length,
      0,
    );
    this.#traces.set(versionOf(place, file), content.trace, textOf(content.trace, urlOf(place, file)).length);
    this.#pictures.set(versionOf(place, file), content.pictures, bytes);
    return content;
  }

  async #body(place: ArtifactPlace, { key }: ArtifactObject) {
    const [{ GetObjectCommand }, client] = await Promise.all([
      import('@aws-sdk/client-s3'),
      this.#access.s3(),
    ]);
    const { Body: body } = await client.send(
      new GetObjectCommand({ Bucket: place.bucket, Key: key }),
      this.#access.call,
    );
    if (body === undefined) throw new Error('S3 answered without a body.');
    return body;
  }
}

/** The address of an object, for people. */
export function urlOf(place: ArtifactPlace, { key }: Pick<ArtifactObject, 'key'>): string {
  return `s3://${place.bucket}/${key}`;
}

interface Content {
  readonly trace: ActTrace;
  readonly pictures: PicturesOfAct;
}

const MAX_TRACE_BYTES = 30_000_000;
const MAX_PICTURE_BYTES = 96_000_000;
const MAX_FILES = 20_000;
/** To list more files of a run would take longer than anybody waits. */
export const MAX_OBJECTS = 20_000;
const MAX_TRAJECTORY_BYTES = 96_000_000;
const FETCH_IT = 'Fetch it with "artifacts pull".';

/** What cannot be written can be shown nowhere. @throws ExplainedError when members are nested too deep */
function textOf(trace: ActTrace, url: string): string {
  try {
    return JSON.stringify(trace);
  } catch (cause) {
    throw new ExplainedError({ what: `${url} is nested too deep to be shown.`, fix: FETCH_IT, cause });
  }
}

function keyOf({ runId, sessionId, actId }: ActPlace): string {
  return `${runId}/${sessionId}/${actId}`;
}

/** A file that is written again has another one. */
function versionOf({ bucket }: ArtifactPlace, { key, modifiedAt, sizeBytes }: ArtifactObject): string {
  return `${bucket}/${key}@${modifiedAt.getTime()}.${sizeBytes}`;
}

function refuseLarge(file: ArtifactObject, place: ArtifactPlace, mostBytes: number): void {
  if (file.sizeBytes <= mostBytes) return;
  const [size, most] = [formatBytes(file.sizeBytes), formatBytes(mostBytes)];
  throw new ExplainedError({
    what: `${urlOf(place, file)} has ${size}, more than the ${most} that are shown here.`,
    fix: FETCH_IT,
  });
}
