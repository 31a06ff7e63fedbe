/** Finds what a request names, or answers that it is not there. */
import type { ActRecord, DefinitionRecord, RunRecord, SessionRecord } from '../records.ts';
import { conflict, invalidStatus, notFound } from '../service-error.ts';
import { isEnded } from '../status-rules.ts';
import type { NovaActStore } from '../store.ts';

type RunKey = { readonly workflowDefinitionName: string; readonly workflowRunId: string };
type SessionKey = RunKey & { readonly sessionId: string };
type ActKey = SessionKey & { readonly actId: string };

export function findDefinition(store: NovaActStore, name: string): DefinitionRecord {
  const definition = store.definition(name);
  if (definition === undefined) throw notFound({ resourceType: 'WorkflowDefinition', resourceId: name });
  return definition;
}

/** A definition that is not being deleted. */
export function findLiveDefinition(store: NovaActStore, name: string): DefinitionRecord {
  const definition = findDefinition(store, name);
  if (definition.status === 'DELETING') {
    throw conflict({
      resourceType: 'WorkflowDefinition',
      resourceId: name,
      message: `WorkflowDefinition ${name} is being deleted.`,
    });
  }
  return definition;
}

export function findRun(store: NovaActStore, key: RunKey): RunRecord {
  findDefinition(store, key.workflowDefinitionName);
  const run = store.run(key.workflowRunId);
  if (run === undefined || run.definitionName !== key.workflowDefinitionName) {
    throw notFound({ resourceType: 'WorkflowRun', resourceId: key.workflowRunId });
  }
  return run;
}

/** A run that is not being deleted, nor its definition. */
export function findLiveRun(store: NovaActStore, key: RunKey): RunRecord {
  const run = findRun(store, key);
  findLiveDefinition(store, run.definitionName);
  if (run.status === 'DELETING') {
    throw conflict({
      resourceType: 'WorkflowRun',
      resourceId: run.runId,
      message: `WorkflowRun ${run.runId} is being deleted.`,
    });
  }
  return run;
}

/** A run that still goes on. */
export function findRunningRun(store: NovaActStore, key: RunKey): RunRecord {
  const run = findLiveRun(store, key);
  if (isEnded(run.status)) {
    throw invalidStatus(`WorkflowRun ${run.runId} has ended (${run.status}); start a new run.`);
  }
  return run;
}

export function findSession(store: NovaActStore, key: SessionKey): SessionRecord {
  findRun(store, key);
  const session = store.session(key.sessionId);
  if (session === undefined || session.runId !== key.workflowRunId) {
    throw notFound({ resourceType: 'Session', resourceId: key.sessionId });
  }
  return session;
}

/** An act that goes on, in a run that goes on. */
export function findGoingAct(store: NovaActStore, key: ActKey): ActRecord {
  findRunningRun(store, key);
  const act = findAct(store, key);
  if (isEnded(act.status)) throw invalidStatus(`Act ${act.actId} has ended (${act.status}).`);
  return act;
}

export function findAct(store: NovaActStore, key: ActKey): ActRecord {
  findSession(store, key);
  const act = store.act(key.actId);
  if (act === undefined || act.sessionId !== key.sessionId) {
    throw notFound({ resourceType: 'Act', resourceId: key.actId });
  }
  return act;
}
