/** The handler of each operation. */
import type { OperationName } from '../../../service/index.ts';
import { createAct, listActs, updateAct } from './acts.ts';
import type { Handler, RequestContext } from './context.ts';
import {
  createWorkflowDefinition,
  deleteWorkflowDefinition,
  getWorkflowDefinition,
  listWorkflowDefinitions,
} from './definitions.ts';
import { invokeActStep } from './invoke-act-step.ts';
import { listModels } from './models.ts';
import {
  createWorkflowRun,
  deleteWorkflowRun,
  getWorkflowRun,
  listWorkflowRuns,
  updateWorkflowRun,
} from './runs.ts';
import { createSession, listSessions } from './sessions.ts';

const handlers: { readonly [Name in OperationName]: Handler<Name> } = {
  CreateWorkflowDefinition: createWorkflowDefinition,
  GetWorkflowDefinition: getWorkflowDefinition,
  DeleteWorkflowDefinition: deleteWorkflowDefinition,
  ListWorkflowDefinitions: listWorkflowDefinitions,
  CreateWorkflowRun: createWorkflowRun,
  GetWorkflowRun: getWorkflowRun,
  UpdateWorkflowRun: updateWorkflowRun,
  DeleteWorkflowRun: deleteWorkflowRun,
  ListWorkflowRuns: listWorkflowRuns,
  CreateSession: createSession,
  ListSessions: listSessions,
  CreateAct: createAct,
  InvokeActStep: invokeActStep,
  UpdateAct: updateAct,
  ListActs: listActs,
  ListModels: listModels,
};

/** Answers an operation whose input has passed the checks of the model. */
export function handle(
  name: OperationName,
  input: unknown,
  context: RequestContext,
): object | Promise<object> {
  // The checks have made sure that the input has the type that this handler takes.
  const handler = handlers[name] as (input: unknown, context: RequestContext) => object | Promise<object>;
  return handler(input, context);
}
