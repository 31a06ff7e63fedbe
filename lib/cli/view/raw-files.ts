import type { ActSummary } from '../../service/index.ts';
import type { RawFile, SessionDetail } from '../../viewer/view-model.ts';
import { isStepFile } from '../artifacts/artifact-kind.ts';
import type { ArtifactObject } from '../artifacts/artifact-objects.ts';
import { isAtTracePlace, keyInBucket } from '../artifacts/trace-places.ts';
import { type ArtifactPlace, folderOf } from '../run-records/artifact-place.ts';
import type { FilesOfRun } from './files-of-run.ts';
import { type StoredTraces, urlOf } from './stored-traces.ts';
import type { Unknowns } from './unknowns.ts';

/**
 * What Nova Act itself has exported of a run, by its own word (`traceLocation`), within the place of the workflow. How that is
 * to be read is not published.
 */
export async function rawFiles(options: {
  readonly acts: readonly ActSummary[];
  /** As they are shown: what that was read from is no raw file. */
  readonly sessions: readonly SessionDetail[];
  readonly files: Pick<FilesOfRun, 'trace' | 'exported'>;
  readonly place: ArtifactPlace;
  /** Below the sessions of the run. */
  readonly objects: readonly ArtifactObject[];
  readonly traces: Pick<StoredTraces, 'list'>;
  readonly unknowns: Unknowns;
}): Promise<readonly RawFile[]> {
  const { acts, place, objects, traces, unknowns } = options;
  const shown = keysOfShown(options);
  const found = new Map(objects.filter(({ kind }) => kind === 'act').map((object) => [object.key, object]));
  const locations = new Set(acts.flatMap(({ traceLocation }) => traceLocation?.location ?? []));
  const elsewhere: string[] = [];
  const starts: string[] = [];
  for (const location of locations) {
    const key = keyInBucket(location, place.bucket);
    if (key === undefined || !isOfWorkflow(key, place)) elsewhere.push(location);
    else if (![...found.keys()].some((each) => isAtTracePlace(each, key))) starts.push(key);
  }
  const listed = starts.slice(0, MAX_PLACES).map(async (start) => {
    const what = `What Nova Act has exported to s3://${place.bucket}`;
    const objects = traces.list(start, place, MAX_FILES + 1);
    for (const object of await unknowns.ask(`${what}/${start}`, objects, [], what))
      if (isAtTracePlace(object.key, start)) found.set(object.key, object);
  });
  await Promise.all(listed);
  if (elsewhere.length > 0) {
    unknowns.say(
      `Nova Act has exported traces to where this viewer does not look: ${elsewhere.slice(0, 3).join(', ')}${elsewhere.length > 3 ? ', …' : ''}.`,
    );
  }
  const files = [...found.values()].filter(({ key }) => !shown.has(key));
  const left = starts.length > MAX_PLACES || files.length > MAX_FILES;
  if (left)
    unknowns.say(`Nova Act has exported more files than the first ${MAX_FILES}: "artifacts list" has all.`);
  return files
    .slice(0, MAX_FILES)
    .map((object) => ({ uri: urlOf(place, object), sizeBytes: object.sizeBytes }));
}

const MAX_PLACES = 20;
const MAX_FILES = 500;

function keysOfShown({
  sessions,
  files,
}: Pick<Parameters<typeof rawFiles>[0], 'sessions' | 'files'>): ReadonlySet<string> {
  const shown = sessions
    .flatMap(({ id: sessionId, acts }) =>
      acts.flatMap(({ id: actId, trace }) => (trace === undefined ? [] : [{ sessionId, actId }])),
    )
    .filter((act) => files.trace(act)?.kind === 'act');
  return new Set(shown.flatMap((act) => files.exported(act)).map(({ key }) => key));
}

/** Nobody who writes an address into an answer leads the viewer to objects of others. */
function isOfWorkflow(key: string, place: ArtifactPlace): boolean {
  const { prefix } = place;
  return key.startsWith(folderOf(place)) || (key.startsWith(prefix) && isStepFile(key.slice(prefix.length)));
}
