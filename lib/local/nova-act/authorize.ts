import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { memberOf } from '../../core/thrown.ts';
import type { OperationName } from '../../service/index.ts';
import type { Access } from '../access/access.ts';
import { ServiceError } from './service-error.ts';
import type { NovaActStore } from './store.ts';

/**
 * Refuses a call that the role of the calling session does not allow. The action is named like the operation, and must be
 * allowed on each resource that it is about.
 *
 * @throws ServiceError AccessDeniedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_nova-act.html
 */
export function authorize(call: {
  readonly access: Access;
  readonly store: NovaActStore;
  readonly operation: OperationName;
  /** Has passed the checks of the model. */
  readonly input: unknown;
  readonly region: string;
  readonly localIdentity: string | undefined;
}): void {
  const { access, store, operation, input, region, localIdentity } = call;
  const name = text(input, operation === 'CreateWorkflowDefinition' ? 'name' : 'workflowDefinitionName');
  const definitionArn = store.definition(name)?.arn ?? definitionArnFor({ region, name });
  const arns: Readonly<Record<Resource, string>> = {
    any: '*',
    definition: definitionArn,
    run: `${definitionArn}/workflow-run/${text(input, 'workflowRunId')}`,
  };
  for (const resource of RESOURCES[operation]) {
    const refusal = access.refusalOf({
      localIdentity,
      action: `${SERVICE_NAME.novaAct}:${operation}`,
      resource: arns[resource],
      context: { 'aws:RequestedRegion': region },
    });
    if (refusal !== undefined) {
      throw new ServiceError({ name: 'AccessDeniedException', message: refusal.message });
    }
  }
}

/** Where a definition of this account is, whether there is one of that name or not. */
export function definitionArnFor(definition: { readonly region: string; readonly name: string }): string {
  const { region, name } = definition;
  return `arn:aws:${SERVICE_NAME.novaAct}:${region}:${LOCAL_ACCOUNT_ID}:workflow-definition/${name}`;
}

type Resource = 'any' | 'definition' | 'run';

/** What must be allowed, the first one first. */
const RESOURCES: Readonly<Record<OperationName, readonly Resource[]>> = {
  CreateWorkflowDefinition: ['definition'],
  GetWorkflowDefinition: ['definition'],
  DeleteWorkflowDefinition: ['definition'],
  ListWorkflowDefinitions: ['any'],
  CreateWorkflowRun: ['definition'],
  GetWorkflowRun: ['definition', 'run'],
  UpdateWorkflowRun: ['definition', 'run'],
  DeleteWorkflowRun: ['definition', 'run'],
  ListWorkflowRuns: ['definition'],
  CreateSession: ['definition', 'run'],
  ListSessions: ['definition', 'run'],
  CreateAct: ['definition', 'run'],
  InvokeActStep: ['definition', 'run'],
  UpdateAct: ['definition', 'run'],
  // Of acts the reference knows the definition only.
  ListActs: ['definition'],
  ListModels: ['any'],
};

function text(input: unknown, member: string): string {
  const value = memberOf(input, member);
  return typeof value === 'string' ? value : '';
}
