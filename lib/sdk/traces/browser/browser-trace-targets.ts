import type { TraceWord } from '../../../contract/browser-trace.ts';
import { LOCAL_BUCKET, LOCAL_REGION } from '../../../contract/local-account.ts';
import { VARIABLE } from '../../../contract/variables.ts';
import { ValidationFailed } from '../../errors.ts';
import { s3Artifacts } from '../s3-artifacts.ts';
import { type TraceOptions, type TraceTargets, traceTargets } from '../trace-targets.ts';
import { traceWord } from './trace-word.ts';

/**
 * When the Playwright traces of a session are kept, and where they go: where those of its acts go, and on local AWS to its artifact
 * bucket unless the program names another place, so that its viewer has them.
 *
 * @returns `undefined` when nothing is to be recorded
 * @throws ValidationFailed when there is no place for them, or the variable that decides is wrong
 */
export function browserTraceTargets(
  session: TraceOptions,
  run: TraceOptions,
  place: {
    readonly definitionName: string;
    /** `undefined` on AWS. */
    readonly localAwsUrl: string | undefined;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): BrowserTraceTargets | undefined {
  const word = traceWord(session.trace ?? run.trace, place.environment) ?? 'off';
  if (word === 'off') return undefined;
  const { artifacts = run.artifacts } = session;
  const isOpen = artifacts === undefined && place.localAwsUrl !== undefined;
  const given = traceTargets(session, run);
  const targets = isOpen ? { directory: given?.directory, sink: localSink(place) } : given;
  if (targets !== undefined) return { word, ...targets };
  throw new ValidationFailed(
    `trace is "${word}", but there is no place for traces. Give \`logsDirectory\` or \`artifacts\`, such as s3Artifacts({ bucket }), to the session or its run, or leave trace out (also ${VARIABLE.trace}).`,
  );
}

export interface BrowserTraceTargets extends TraceTargets {
  readonly word: Exclude<TraceWord, 'off'>;
}

/** The bucket of the deployment, else that of a deployment of the catalog. */
function localSink(place: Parameters<typeof browserTraceTargets>[2]): TraceTargets['sink'] {
  const { definitionName, localAwsUrl: endpoint, environment } = place;
  const deployed = environment[VARIABLE.artifactBucket];
  return s3Artifacts({
    bucket: deployed || LOCAL_BUCKET,
    prefix: deployed ? environment[VARIABLE.artifactPrefix] : definitionName,
    region: environment.AWS_REGION || LOCAL_REGION,
    endpoint,
  });
}
