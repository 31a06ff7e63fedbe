import { BrowserCustom, BrowserNetworkConfiguration } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BROWSER_SESSION_ACTIONS } from './perms.ts';

/** Properties of a {@link WorkflowBrowser}. */
export interface WorkflowBrowserProps {
  /**
   * Runs browsers in the private subnets of a VPC.
   * @default - the service's public network
   */
  readonly vpc?: IVpc | undefined;
}

/**
 * A browser in AgentCore Browser that belongs to one workflow, so that the workflow may use it and no other.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-tool.html
 */
export class WorkflowBrowser extends Construct {
  readonly browser: BrowserCustom;

  constructor(scope: Construct, id: string, props: WorkflowBrowserProps = {}) {
    super(scope, id);
    // Every property but the tags causes replacement: with a name that CDK makes, the new one does not collide.
    this.browser = new BrowserCustom(this, 'Browser', {
      networkConfiguration: props.vpc
        ? BrowserNetworkConfiguration.usingVpc(this, { vpc: props.vpc })
        : BrowserNetworkConfiguration.usingPublicNetwork(),
    });
  }

  /** Lets a workflow start, find, steer and stop sessions of this browser. */
  grantUse(grantee: IGrantable): Grant {
    return this.browser.grant(grantee, ...BROWSER_SESSION_ACTIONS);
  }
}
