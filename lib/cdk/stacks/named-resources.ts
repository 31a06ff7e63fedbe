import { Annotations, Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { VpcSettings, WorkflowSettings } from '../../catalog/deployment-settings.ts';
import { COMPLETE_SECRET_ARN } from '../../catalog/name-rules.ts';
import { regionOfArn } from '../../catalog/place-rules.ts';
import type { WorkflowMonitoring } from '../constructs/nova-act-workflow-props.ts';
import type { WorkflowRuntimeOptions } from '../constructs/workflow-runtime-props.ts';

/** The secrets that settings name, by their variables. */
export function secretsOf(
  scope: Construct,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, ISecret>> {
  const found = Object.entries(secrets).map(([variable, secret]) => [
    variable,
    COMPLETE_SECRET_ARN.test(secret)
      ? Secret.fromSecretCompleteArn(scope, `Secret${variable}`, secret)
      : Secret.fromSecretNameV2(scope, `Secret${variable}`, secret),
  ]);
  return Object.fromEntries(found);
}

/**
 * Lets a workflow decrypt with the keys of its secrets, by Secrets Manager of the region of each key.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function grantSecretKeys(grantee: IGrantable, keyArns: readonly string[] = []): void {
  for (const region of new Set(keyArns.map(regionOfArn))) {
    Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt'],
      resourceArns: keyArns.filter((arn) => regionOfArn(arn) === region),
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
    });
  }
}

/** A VPC, subnets and security groups that are there. Nothing is added to them. */
export function namedNetwork(
  scope: Construct,
  { vpcId, subnetIds, securityGroupIds }: VpcSettings,
): Pick<WorkflowRuntimeOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'> {
  const subnets = subnetIds.map((id) => {
    const subnet = Subnet.fromSubnetId(scope, `Subnet-${id}`, id);
    // Nobody asks these for their routes.
    Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
    return subnet;
  });
  return {
    // It must have zones, and nobody asks which.
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId, availabilityZones: ['unknown'] }),
    vpcSubnets: { subnets },
    securityGroups: securityGroupIds?.map((id) =>
      SecurityGroup.fromSecurityGroupId(scope, `SecurityGroup-${id}`, id, { mutable: false }),
    ),
  };
}

/** Alarms tell topics of their own region. */
export function monitoringOf(
  monitoring: WorkflowSettings['monitoring'] = false,
  region: string | undefined,
): WorkflowMonitoring | boolean {
  if (typeof monitoring === 'boolean') return monitoring;
  const { alarmActions, latencySeconds } = monitoring;
  return {
    actions: alarmActions?.filter((arn) => regionOfArn(arn) === region).map(actionOf),
    latency: latencySeconds === undefined ? undefined : Duration.seconds(latencySeconds),
  };
}

function actionOf(alarmActionArn: string): IAlarmAction {
  return { bind: () => ({ alarmActionArn }) };
}
