import { endpointArnFor } from '../../catalog/names.ts';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { runtimeIdentity } from '../agentcore/runtime-record.ts';
import { localSecret } from '../secrets/local-secret.ts';
import { arnOf, globalArnOf, idOf, physicalNameOf, suffixOf } from './physical-names.ts';

/**
 * What `Ref` and `Fn::GetAtt` give of a resource on local AWS, by its type. Of some there is nothing here but the name, so that
 * policies and variables can say it. Types that are not in it are not known here.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const PHYSICAL_RESOURCES: Readonly<
  Record<string, (resource: ResourceFacts) => PhysicalResource | undefined>
> = {
  'AWS::NovaAct::WorkflowDefinition': (resource) => {
    const name = resource.text('Name');
    if (name === undefined) return undefined;
    const arn = arnOf(SERVICE_NAME.novaAct, resource, `workflow-definition/${name}`);
    return { name, ref: arn, attributes: { Arn: arn } };
  },
  'AWS::BedrockAgentCore::Runtime': (resource) => {
    const name = resource.text('AgentRuntimeName');
    if (name === undefined) return undefined;
    const { id, arn } = runtimeIdentity(name, resource.region);
    const version = resource.deployedVersions.get(id);
    const known = { AgentRuntimeId: id, AgentRuntimeArn: arn };
    return {
      name,
      ref: id,
      attributes: version === undefined ? known : { ...known, AgentRuntimeVersion: version },
    };
  },
  'AWS::BedrockAgentCore::RuntimeEndpoint': (resource) => {
    const [name, runtimeId] = [resource.text('Name'), resource.text('AgentRuntimeId')];
    if (name === undefined || runtimeId === undefined) return undefined;
    const runtimeArn = arnOf(SERVICE_NAME.agentCore, resource, `runtime/${runtimeId}`);
    const arn = endpointArnFor({ runtimeArn, endpoint: name });
    return { name, ref: arn, attributes: { AgentRuntimeArn: runtimeArn, AgentRuntimeEndpointArn: arn } };
  },
  'AWS::BedrockAgentCore::BrowserCustom': (resource) => {
    const name = resource.text('Name');
    if (name === undefined) return undefined;
    const id = `${name}-${suffixOf(resource, 10)}`;
    return {
      name,
      ref: id,
      attributes: {
        BrowserId: id,
        BrowserArn: arnOf(SERVICE_NAME.agentCore, resource, `browser-custom/${id}`),
      },
    };
  },
  'AWS::BedrockAgentCore::BrowserProfile': (resource) => {
    const name = resource.text('Name');
    if (name === undefined) return undefined;
    const id = `${name}-${suffixOf(resource, 10)}`;
    const arn = arnOf(SERVICE_NAME.agentCore, resource, `browser-profile/${id}`);
    return { name, ref: id, attributes: { ProfileId: id, ProfileArn: arn } };
  },
  'AWS::IAM::Role': (resource) => {
    const name = physicalNameOf(resource, 'RoleName', 64);
    const place = resource.has('Path') ? resource.text('Path') : '/';
    if (name === undefined || place === undefined) return undefined;
    return { name, ref: name, attributes: { Arn: globalArnOf('iam', resource, `role${place}${name}`) } };
  },
  'AWS::IAM::ManagedPolicy': (resource) => {
    const name = physicalNameOf(resource, 'ManagedPolicyName', 128);
    const place = resource.has('Path') ? resource.text('Path') : '/';
    if (name === undefined || place === undefined) return undefined;
    const arn = globalArnOf('iam', resource, `policy${place}${name}`);
    return { name, ref: arn, attributes: { PolicyArn: arn } };
  },
  'AWS::S3::Bucket': (resource) => {
    const given = physicalNameOf(resource, 'BucketName', 63)?.toLowerCase();
    if (given === undefined) return undefined;
    const name = resource.bucketNames.get(given) ?? given;
    return {
      name,
      ref: name,
      attributes: {
        Arn: `arn:${resource.partition}:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${resource.region}.amazonaws.com`,
      },
    };
  },
  'AWS::Logs::LogGroup': (resource) => {
    const name = physicalNameOf(resource, 'LogGroupName', 512);
    if (name === undefined) return undefined;
    return { name, ref: name, attributes: { Arn: arnOf('logs', resource, `log-group:${name}:*`) } };
  },
  'AWS::SecretsManager::Secret': (resource) => {
    const name = physicalNameOf(resource, 'Name', 512);
    if (name === undefined) return undefined;
    const { arn } = localSecret(name, resource.region);
    return { name, ref: arn, attributes: { Id: arn } };
  },
  'AWS::KMS::Key': (resource) => {
    const id = idOf(resource);
    return { name: id, ref: id, attributes: { KeyId: id, Arn: arnOf('kms', resource, `key/${id}`) } };
  },
  'AWS::ECR::Repository': (resource) => {
    const name = physicalNameOf(resource, 'RepositoryName', 256)?.toLowerCase();
    if (name === undefined) return undefined;
    const host = `${LOCAL_ACCOUNT_ID}.dkr.ecr.${resource.region}.amazonaws.com`;
    return {
      name,
      ref: name,
      attributes: { Arn: arnOf('ecr', resource, `repository/${name}`), RepositoryUri: `${host}/${name}` },
    };
  },
  'AWS::ApiGatewayV2::Api': (resource) => {
    // In the names of hosts, case says nothing.
    const id = suffixOf(resource, 10).toLowerCase();
    const host = `${id}.execute-api.${resource.region}.amazonaws.com`;
    return { name: id, ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${host}` } };
  },
  'AWS::SNS::Topic': (resource) => {
    const name = physicalNameOf(resource, 'TopicName', 256);
    if (name === undefined) return undefined;
    const arn = arnOf('sns', resource, name);
    return { name, ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  // What the functions of our stacks answer.
  'Custom::NovaActRuntimeLogGroups': (resource) => {
    const names = resource.property('LogGroupNames');
    return { name: resource.logicalId, ref: resource.logicalId, attributes: isRecord(names) ? names : {} };
  },
  'Custom::NovaActImageBuild': (resource) => ({
    name: resource.logicalId,
    ref: resource.logicalId,
    attributes: { ImageTag: resource.property('ImageTag') },
  }),
};

/** A resource as it is on local AWS. */
export interface PhysicalResource {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What is known of a resource before it is anywhere. */
export interface ResourceFacts {
  readonly stackName: string;
  readonly logicalId: string;
  readonly region: string;
  readonly partition: string;
  /** Versions of the runtimes that are deployed already, by the ids of the runtimes. */
  readonly deployedVersions: ReadonlyMap<string, string>;
  /** Other names of buckets, by those that they would have. */
  readonly bucketNames: ReadonlyMap<string, string>;
  has(property: string): boolean;
  /** The value of a property as far as it is known. */
  property(name: string): unknown;
  /** The value of a property, if it is a text that is known as a whole. */
  text(name: string): string | undefined;
}
