import { createHash } from 'node:crypto';
import { Lazy, Names } from 'aws-cdk-lib';
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
    const { vpc } = props;
    this.browser = new BrowserCustom(this, 'Browser', {
      ...(vpc && { browserCustomName: this.#nameIn(vpc) }),
      networkConfiguration: vpc
        ? BrowserNetworkConfiguration.usingVpc(this, { vpc })
        : BrowserNetworkConfiguration.usingPublicNetwork(),
    });
  }

  /**
   * Another network makes another browser, while the old one is still there; and CloudFormation replaces nothing whose name
   * stays. The CDK's name is the same in all networks. Ours is another one for other subnets, as the template names them.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrockagentcore-browsercustom.html
   */
  #nameIn(vpc: IVpc): string {
    const { subnetIds } = vpc.selectSubnets();
    const prefix = Names.uniqueResourceName(this, { maxLength: MAX_NAME_LENGTH - HASH_LENGTH - 1 });
    return Lazy.uncachedString({ produce: ({ resolve }) => `${prefix}_${shortHash(resolve(subnetIds))}` });
  }

  /** Lets a workflow start, find, steer and stop sessions of this browser. */
  grantUse(grantee: IGrantable): Grant {
    return this.browser.grant(grantee, ...BROWSER_SESSION_ACTIONS);
  }
}

/** A letter, then letters, digits and `_`. */
const MAX_NAME_LENGTH = 48;
const HASH_LENGTH = 8;

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, HASH_LENGTH);
}
