import { createHash } from 'node:crypto';
import { Lazy, Names } from 'aws-cdk-lib';
import { BrowserCustom, BrowserNetworkConfiguration } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkNetwork } from '../validation/network.ts';
import { throwIfAny } from '../validation/problems.ts';
import { BROWSER_SESSION_ACTIONS } from './perms.ts';

/** Properties of a {@link WorkflowBrowser}. */
export interface WorkflowBrowserProps {
  /**
   * Runs browsers in a VPC. One that has public subnets only is an error: browsers get no public address there.
   * @default - the service's public network
   */
  readonly vpc?: ec2.IVpc | undefined;
  /**
   * In which subnets of {@link vpc}, 1 to 16.
   * @default - the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection | undefined;
  /**
   * Of the network interfaces in {@link vpc}, 1 to 16.
   * @default - a new one that lets everything out and nothing in
   */
  readonly securityGroups?: readonly ec2.ISecurityGroup[] | undefined;
}

/**
 * A browser in AgentCore Browser that belongs to one workflow, so that the workflow may use it and no other.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-tool.html
 */
export class WorkflowBrowser extends Construct {
  readonly browser: BrowserCustom;
  /** The security groups of its network interfaces; none outside a VPC. */
  readonly network: ec2.Connections | undefined;

  constructor(scope: Construct, id: string, props: WorkflowBrowserProps = {}) {
    throwIfAny('workflow browser', checkNetwork({ where: id, ...props }));
    super(scope, id);
    const { vpc } = props;
    const network = vpc
      ? BrowserNetworkConfiguration.usingVpc(this, {
          vpc,
          ...(props.vpcSubnets && { vpcSubnets: props.vpcSubnets }),
          ...(props.securityGroups && { securityGroups: [...props.securityGroups] }),
        })
      : BrowserNetworkConfiguration.usingPublicNetwork();
    this.network = network.connections;
    this.browser = new BrowserCustom(this, 'Browser', {
      ...(vpc && { browserCustomName: this.#nameIn(vpc, props) }),
      networkConfiguration: network,
    });
  }

  /**
   * Another network makes another browser, while the old one is still there; and CloudFormation replaces nothing whose name
   * stays. The CDK's name is the same in all networks. Ours is another one for other subnets, as the template names them,
   * and for other security groups that were given.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrockagentcore-browsercustom.html
   */
  #nameIn(vpc: ec2.IVpc, { vpcSubnets, securityGroups }: WorkflowBrowserProps): string {
    const { subnetIds } = vpc.selectSubnets(vpcSubnets);
    const groupIds = securityGroups?.map(({ securityGroupId }) => securityGroupId);
    const network = groupIds === undefined ? subnetIds : { subnetIds, groupIds };
    const prefix = Names.uniqueResourceName(this, { maxLength: MAX_NAME_LENGTH - HASH_LENGTH - 1 });
    return Lazy.uncachedString({ produce: ({ resolve }) => `${prefix}_${shortHash(resolve(network))}` });
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
