/** Inputs and outputs of the client follow from the model. */
import { expectTypeOf } from 'expect-type';
import {
  CreateActCommand,
  GetWorkflowDefinitionCommand,
  InvokeActStepCommand,
  type NovaActClient,
  type OperationInput,
} from '../../lib/service/index.ts';

declare const client: NovaActClient;

const act = { workflowDefinitionName: 'shop', workflowRunId: '…', sessionId: '…' };
const { actId } = await client.send(new CreateActCommand({ ...act, task: 'Return the heading' }));
expectTypeOf(actId).toBeString();

const step = await client.send(new InvokeActStepCommand({ ...act, actId, callResults: [] }));
expectTypeOf(step.stepId).toBeString();
expectTypeOf(step.calls[0]?.name).toEqualTypeOf<string | undefined>();
expectTypeOf(step.$metadata.requestId).toEqualTypeOf<string | undefined>();

const definition = await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: 'shop' }));
expectTypeOf(definition.status).toEqualTypeOf<'ACTIVE' | 'DELETING'>();
expectTypeOf(definition.createdAt).toEqualTypeOf<Date>();

expectTypeOf<OperationInput<'CreateWorkflowDefinition'>>().toHaveProperty('name').toBeString();

// @ts-expect-error the act is missing
new InvokeActStepCommand({ ...act, callResults: [] });
// @ts-expect-error tasks are texts
new CreateActCommand({ ...act, task: 1 });
// @ts-expect-error a member that the operation does not have
new CreateActCommand({ ...act, task: '…', maxSteps: 3 });
