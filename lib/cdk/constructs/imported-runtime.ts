import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { endpointArnFor, LIVE_ENDPOINT_NAME, runtimeLogGroupName } from '../../catalog/names.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkImport } from '../validation/runtime-import.ts';
import { importRole } from './import-role.ts';
import { type InboundAccess, WorkflowRuntimeBase } from './workflow-runtime-base.ts';

/** A runtime that another app or stack has made. Made by {@link WorkflowRuntime.fromRuntimeAttributes}. */
export class ImportedWorkflowRuntime extends WorkflowRuntimeBase {
  readonly runtimeArn: string;
  readonly runtimeId: string;
  readonly runtimeName: string;
  readonly endpointName: string;
  readonly endpointArn: string;
  readonly logGroup: logs.ILogGroup;
  readonly role: iam.IRole | undefined;
  readonly grantPrincipal: iam.IPrincipal;
  protected readonly inbound: InboundAccess;
  protected readonly callable: readonly string[];
  protected readonly network: ec2.Connections | undefined;

  /** @throws WorkflowConfigurationError with all problems of the attributes */
  constructor(scope: Construct, id: string, attributes: WorkflowRuntimeAttributes) {
    throwIfAny('imported workflow runtime', checkImport(id, attributes));
    const { runtimeArn, endpointName = LIVE_ENDPOINT_NAME, roleArn, securityGroups } = attributes;
    const isKnown = !Token.isUnresolved(runtimeArn);
    super(scope, id, isKnown ? { environmentFromArn: runtimeArn } : {});
    const { resourceName = '' } = Stack.of(this).splitArn(runtimeArn, ArnFormat.SLASH_RESOURCE_NAME);

    this.runtimeArn = runtimeArn;
    this.runtimeId = resourceName;
    // Names have no hyphens, so that the first one begins what the service has chosen.
    this.runtimeName = isKnown ? resourceName.replace(/-.*/, '') : Fn.select(0, Fn.split('-', resourceName));
    this.endpointName = endpointName;
    this.callable = [`${runtimeArn}/*`];
    this.endpointArn = endpointArnFor({ runtimeArn, endpoint: endpointName });
    const logGroupName = runtimeLogGroupName({ runtimeId: this.runtimeId, endpoint: endpointName });
    this.logGroup = isKnown
      ? logs.LogGroup.fromLogGroupArn(this, 'LogGroup', this.#arnOf(logGroupName))
      : logs.LogGroup.fromLogGroupName(this, 'LogGroup', logGroupName);
    this.role = attributes.role ?? (roleArn === undefined ? undefined : importRole(this, 'Role', roleArn));
    this.grantPrincipal = this.role?.grantPrincipal ?? new iam.UnknownPrincipal({ resource: this });
    this.inbound = {
      bearerTokens: attributes.bearerTokens ?? false,
      userIds: attributes.userIds ?? false,
    };
    this.network = securityGroups && new ec2.Connections({ securityGroups: [...securityGroups] });
  }

  /** In the account and the region of the runtime. */
  #arnOf(logGroupName: string): string {
    return Stack.of(this).formatArn({
      ...this.env,
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** What is known of a runtime that another app or stack has made. */
export interface WorkflowRuntimeAttributes {
  /** May be a token, such as `Fn.importValue('NovaActWorkflow-getting-started:RuntimeArn')`, or of another account or region. */
  readonly runtimeArn: string;
  /**
   * What callers name as the qualifier.
   * @default live
   */
  readonly endpointName?: string | undefined;
  /**
   * The role that the workflow runs with: what is granted to the runtime is granted to it.
   * @default - that of roleArn
   */
  readonly role?: iam.IRole | undefined;
  /**
   * The same, by its ARN.
   * @default - not known: what is granted to the runtime is a warning
   */
  readonly roleArn?: string | undefined;
  /**
   * Of its network interfaces.
   * @default - none: its `connections` are an error
   */
  readonly securityGroups?: readonly ec2.ISecurityGroup[] | undefined;
  /**
   * Whether callers may say for which user they call.
   * @default false
   */
  readonly userIds?: boolean | undefined;
  /**
   * Whether callers show tokens of an identity provider, in place of AWS credentials.
   * @default false
   */
  readonly bearerTokens?: boolean | undefined;
}
