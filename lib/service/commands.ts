/** One command per operation of the Nova Act API. */
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { NovaActClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from './client.ts';
import { endpointParameterInstructions } from './endpoint.ts';
import type { OperationName } from './model.ts';
import { operationSchema } from './schemas.ts';
import type { OperationInput, OperationOutput } from './types.ts';

const build = makeBuilder<NovaActClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  endpointParameterInstructions,
  'NovaAct',
  'NovaActClient',
  getEndpointPlugin,
);

function command<Name extends OperationName>(name: Name) {
  return build<OperationInput<Name>, OperationOutput<Name>>({}, () => [], name, operationSchema(name));
}

/** Creates a workflow definition, the named home of its runs. */
export class CreateWorkflowDefinitionCommand extends command('CreateWorkflowDefinition') {}
export type CreateWorkflowDefinitionCommandInput = OperationInput<'CreateWorkflowDefinition'>;
export type CreateWorkflowDefinitionCommandOutput = OperationOutput<'CreateWorkflowDefinition'>;

/** Reads a workflow definition. */
export class GetWorkflowDefinitionCommand extends command('GetWorkflowDefinition') {}
export type GetWorkflowDefinitionCommandInput = OperationInput<'GetWorkflowDefinition'>;
export type GetWorkflowDefinitionCommandOutput = OperationOutput<'GetWorkflowDefinition'>;

/** Starts the deletion of a workflow definition and of its runs. */
export class DeleteWorkflowDefinitionCommand extends command('DeleteWorkflowDefinition') {}
export type DeleteWorkflowDefinitionCommandInput = OperationInput<'DeleteWorkflowDefinition'>;
export type DeleteWorkflowDefinitionCommandOutput = OperationOutput<'DeleteWorkflowDefinition'>;

/** Lists the workflow definitions of the account in this region, page by page. */
export class ListWorkflowDefinitionsCommand extends command('ListWorkflowDefinitions') {}
export type ListWorkflowDefinitionsCommandInput = OperationInput<'ListWorkflowDefinitions'>;
export type ListWorkflowDefinitionsCommandOutput = OperationOutput<'ListWorkflowDefinitions'>;

/** Starts a run of a workflow definition on a model. */
export class CreateWorkflowRunCommand extends command('CreateWorkflowRun') {}
export type CreateWorkflowRunCommandInput = OperationInput<'CreateWorkflowRun'>;
export type CreateWorkflowRunCommandOutput = OperationOutput<'CreateWorkflowRun'>;

/** Reads a run. */
export class GetWorkflowRunCommand extends command('GetWorkflowRun') {}
export type GetWorkflowRunCommandInput = OperationInput<'GetWorkflowRun'>;
export type GetWorkflowRunCommandOutput = OperationOutput<'GetWorkflowRun'>;

/** Sets the status of a run, usually its end. */
export class UpdateWorkflowRunCommand extends command('UpdateWorkflowRun') {}
export type UpdateWorkflowRunCommandInput = OperationInput<'UpdateWorkflowRun'>;
export type UpdateWorkflowRunCommandOutput = OperationOutput<'UpdateWorkflowRun'>;

/** Ends a run and starts its deletion, with its sessions and acts. */
export class DeleteWorkflowRunCommand extends command('DeleteWorkflowRun') {}
export type DeleteWorkflowRunCommandInput = OperationInput<'DeleteWorkflowRun'>;
export type DeleteWorkflowRunCommandOutput = OperationOutput<'DeleteWorkflowRun'>;

/** Lists the runs of a workflow definition, page by page. */
export class ListWorkflowRunsCommand extends command('ListWorkflowRuns') {}
export type ListWorkflowRunsCommandInput = OperationInput<'ListWorkflowRuns'>;
export type ListWorkflowRunsCommandOutput = OperationOutput<'ListWorkflowRuns'>;

/** Opens a session in a run: one browser. */
export class CreateSessionCommand extends command('CreateSession') {}
export type CreateSessionCommandInput = OperationInput<'CreateSession'>;
export type CreateSessionCommandOutput = OperationOutput<'CreateSession'>;

/** Lists the sessions of a run, page by page. */
export class ListSessionsCommand extends command('ListSessions') {}
export type ListSessionsCommandInput = OperationInput<'ListSessions'>;
export type ListSessionsCommandOutput = OperationOutput<'ListSessions'>;

/** Starts an act in a session: one prompt, at most 10,000 characters. */
export class CreateActCommand extends command('CreateAct') {}
export type CreateActCommandInput = OperationInput<'CreateAct'>;
export type CreateActCommandOutput = OperationOutput<'CreateAct'>;

/**
 * Sends the results of the last calls and receives the next calls to execute.
 *
 * Not idempotent and without a token: after a lost answer the client's second attempt may make the model take
 * the step again. There is never a third attempt unless `maxAttempts` of the client asks for it; set it to 1 to
 * rule out the second, too.
 */
export class InvokeActStepCommand extends command('InvokeActStep') {}
export type InvokeActStepCommandInput = OperationInput<'InvokeActStep'>;
export type InvokeActStepCommandOutput = OperationOutput<'InvokeActStep'>;

/** Sets the status of an act, usually its end, with the error if it failed. */
export class UpdateActCommand extends command('UpdateAct') {}
export type UpdateActCommandInput = OperationInput<'UpdateAct'>;
export type UpdateActCommandOutput = OperationOutput<'UpdateAct'>;

/** Lists the acts of a workflow definition, or of one run or session, page by page. */
export class ListActsCommand extends command('ListActs') {}
export type ListActsCommandInput = OperationInput<'ListActs'>;
export type ListActsCommandOutput = OperationOutput<'ListActs'>;

/** Lists the models and aliases that a client of a compatibility version may use. */
export class ListModelsCommand extends command('ListModels') {}
export type ListModelsCommandInput = OperationInput<'ListModels'>;
export type ListModelsCommandOutput = OperationOutput<'ListModels'>;
