/** What is expected in each file of the store. */
import type { TraceQuestion } from '../../contract/act-trace.ts';
import type { Answerer } from '../../contract/question.ts';
import {
  actError,
  actStatus,
  call,
  clientInfo,
  definitionName,
  definitionStatus,
  exportConfig,
  runStatus,
  toolSpecs,
  uuid,
} from '../../service/model-shapes.ts';
import { list } from '../../service/shape-builders.ts';
import {
  aFileName,
  aListOf,
  aNumber,
  aRecord,
  aText,
  aTextOf,
  aTime,
  aWholeNumber,
  maybe,
  modelled,
  type RecordChecks,
} from '../state-check.ts';
import type {
  ActQuestion,
  ActRecord,
  Creation,
  DefinitionRecord,
  MakerSession,
  RunRecord,
  SessionRecord,
  StepObservation,
  StepRecord,
  StepResult,
} from './records.ts';

const creation = aRecord<Creation>({
  sequence: aWholeNumber,
  inputHash: aText,
  clientToken: maybe(aText),
});

export const DEFINITION_CHECKS: RecordChecks<DefinitionRecord> = {
  name: modelled(definitionName),
  arn: aText,
  status: modelled(definitionStatus),
  createdAt: aTime,
  description: maybe(aText),
  exportConfig: maybe(modelled(exportConfig)),
  creation,
};

export const RUN_CHECKS: RecordChecks<RunRecord> = {
  definitionName: modelled(definitionName),
  runId: modelled(uuid),
  arn: aText,
  status: modelled(runStatus),
  modelId: aText,
  requestedModelId: aText,
  clientInfo: modelled(clientInfo),
  logGroupName: maybe(aText),
  startedAt: aTime,
  endedAt: maybe(aTime),
  runtimeSession: maybe(aRecord<MakerSession>({ id: aText, identity: aText })),
  invocationId: maybe(aText),
  error: maybe(modelled(actError)),
  creation,
};

export const SESSION_CHECKS: RecordChecks<SessionRecord> = {
  definitionName: modelled(definitionName),
  runId: modelled(uuid),
  sessionId: modelled(uuid),
  createdAt: aTime,
  creation,
};

export const ACT_CHECKS: RecordChecks<ActRecord> = {
  definitionName: modelled(definitionName),
  runId: modelled(uuid),
  sessionId: modelled(uuid),
  actId: modelled(uuid),
  status: modelled(actStatus),
  task: aText,
  toolSpecs: maybe(modelled(toolSpecs)),
  error: maybe(modelled(actError)),
  questions: maybe(
    aListOf(
      aRecord<ActQuestion>({
        step: maybe(aWholeNumber),
        callId: maybe(aText),
        human: aRecord<TraceQuestion>({
          request_id: aText,
          phase: aTextOf('answered', 'expired', 'withdrawn'),
          answer: maybe(aTextOf('yes', 'no')),
          by: maybe(aRecord<Answerer>({ name: maybe(aText), subject: maybe(aText) })),
          answered_at: maybe(aTime),
          comment: maybe(aText),
          wait_s: aNumber,
          unheard_since: maybe(aTime),
        }),
      }),
    ),
  ),
  startedAt: aTime,
  endedAt: maybe(aTime),
  creation,
};

export const STEP_CHECKS: RecordChecks<StepRecord> = {
  index: aWholeNumber,
  stepId: aText,
  at: aTime,
  serverTimeMs: maybe(aNumber),
  results: aListOf(aRecord<StepResult>({ callId: aText, name: aText, text: aText })),
  observation: aRecord<StepObservation>({
    url: aText,
    widthPx: aNumber,
    heightPx: aNumber,
    screenshotFile: maybe(aFileName),
  }),
  calls: modelled(list('Calls', call)),
  inputHash: aText,
  invocationId: maybe(aText),
};
