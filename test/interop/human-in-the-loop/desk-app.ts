import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { HumanInTheLoop, NovaActWorkflow, WorkflowFoundation } from '../../../lib/cdk/index.ts';
import { projectRoot } from '../support/processes.ts';
import { CLIENT_ID } from './sign-in-stand-in.ts';

export const STACK = 'Shop';
export const DEFINITION = 'shop-workflow';

/** The outputs that name the roles of the workflow and of the two functions. */
export type RoleOutput = 'WorkflowRole' | 'DeskRole' | 'TakeOverRole';

/**
 * Synthesizes a stack with a workflow and a desk, where people sign in before they take over.
 *
 * The issuer is a parameter: that of the stand-in is on loopback, and the construct takes no other than `https` from code.
 */
export function synthesizeDeskApp(outdir: string): void {
  const flags: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(projectRoot, 'cdk.json'), 'utf8'),
  );
  const app = new App({ outdir, analyticsReporting: false, postCliContext: flags.context });
  const stack = new Stack(app, STACK, { env: { region: 'us-east-1' } });
  const issuer = new CfnParameter(stack, 'Issuer');
  const desk = new HumanInTheLoop(stack, 'Desk', {
    signIn: { issuer: issuer.valueAsString, clientId: CLIENT_ID },
  });
  const workflow = new NovaActWorkflow(stack, 'Shop', {
    entry: path.join(projectRoot, 'test/interop/support/workflows/code-1.ts'),
    workflowName: 'shop',
    definitionName: DEFINITION,
    build: 'zip',
    foundation: new WorkflowFoundation(stack, 'Data'),
    humanInTheLoop: desk,
  });
  workflow.addOutputs();
  new CfnOutput(stack, 'TableName', { value: desk.table.tableName });
  const roles: Record<RoleOutput, IConstruct> = {
    WorkflowRole: workflow.runtime.role,
    DeskRole: desk.node.findChild('Desk').node.findChild('Role'),
    TakeOverRole: workflow.node.findChild('TakeOver').node.findChild('Function').node.findChild('Role'),
  };
  for (const [name, role] of Object.entries(roles))
    if (role instanceof Role) new CfnOutput(stack, name, { value: role.roleArn });
  app.synth();
}
