import type { PolicyStatement, RuntimeRole } from '../../../lib/local/access/role.ts';

/** A statement that allows, unless something else is said. */
export function statement(options: Partial<PolicyStatement> = {}): PolicyStatement {
  return {
    effect: 'Allow',
    actions: [],
    areActionsExcluded: false,
    resources: ['*'],
    areResourcesExcluded: false,
    conditions: {},
    ...options,
  };
}

/** The calls of a run. */
export const RUN_ACTIONS = [
  'nova-act:CreateWorkflowRun',
  'nova-act:CreateSession',
  'nova-act:CreateAct',
  'nova-act:InvokeActStep',
  'nova-act:UpdateAct',
  'nova-act:UpdateWorkflowRun',
];

/** What a stack gives the role of a workflow whose artifacts are in the bucket of local AWS; without one action. */
export function workflowRole(options: {
  readonly definitionName: string;
  readonly without?: string | undefined;
  readonly more?: readonly PolicyStatement[] | undefined;
}): RuntimeRole {
  const { definitionName, without, more = [] } = options;
  const definition = `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${definitionName}`;
  const but = (actions: readonly string[]) => actions.filter((action) => action !== without);
  return {
    name: 'ReaderRole',
    arn: 'arn:aws:iam::000000000000:role/workflows/ReaderRole',
    statements: [
      statement({ actions: but(RUN_ACTIONS), resources: [definition, `${definition}/workflow-run/*`] }),
      statement({
        actions: but(['s3:PutObject', 's3:GetObject']),
        resources: [`arn:aws:s3:::nova-act-local-artifacts/${definitionName}/*`],
      }),
      ...more,
    ],
  };
}
