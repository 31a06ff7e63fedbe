import { createHash } from 'node:crypto';
import { ArnFormat, type IResource, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  CfnWorkflowDefinition,
  type IWorkflowDefinitionRef,
  type WorkflowDefinitionReference,
} from 'aws-cdk-lib/aws-novaact';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { WildcardReason } from '../nag/explain.ts';
import { claimName } from '../unique-names.ts';
import { checkDefinition, checkDefinitionArn, checkImportedName } from '../validation/definition.ts';
import { throwIfAny } from '../validation/problems.ts';
import { WORKFLOW_READ_ACTIONS, WORKFLOW_RUN_ACTIONS } from './perms.ts';

/** A Nova Act workflow definition, of this app or of another. */
export interface IWorkflowDefinition extends IResource, IWorkflowDefinitionRef {
  /** @attribute */
  readonly workflowDefinitionName: string;
  /** @attribute */
  readonly workflowDefinitionArn: string;
  /** Lets a principal run workflows: the six calls of a run, on this definition and its runs only. */
  grantRun(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal look at this definition, its runs, sessions and acts. */
  grantRead(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal do the given `nova-act:` actions on this definition and its runs. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;
}

abstract class WorkflowDefinitionBase extends Resource implements IWorkflowDefinition {
  abstract readonly workflowDefinitionName: string;
  abstract readonly workflowDefinitionArn: string;

  get workflowDefinitionRef(): WorkflowDefinitionReference {
    return { workflowDefinitionArn: this.workflowDefinitionArn };
  }

  grantRun(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...WORKFLOW_RUN_ACTIONS);
  }

  grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...WORKFLOW_READ_ACTIONS);
  }

  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions,
      // Runs have ids that nobody knows beforehand; calls on a session or an act are authorised on their run.
      resourceArns: [this.workflowDefinitionArn, `${this.workflowDefinitionArn}/workflow-run/*`],
    });
  }
}

/** Why what {@link IWorkflowDefinition.grant} allows has a wildcard. */
export const RUNS_WILDCARD: WildcardReason = {
  finding: /\/workflow-run\/\*$/,
  reason: 'The runs of this workflow definition: their ids are not known beforehand.',
};

/** Where Nova Act exports the data of runs. The role that runs the workflow must be able to write there. */
export interface ExportLocation {
  readonly bucket: IBucket;
  /**
   * Key prefix, 1 to 100 characters, without a slash at either end.
   * @default - the name of the definition
   */
  readonly prefix?: string | undefined;
}

/** Properties of a {@link WorkflowDefinition}. */
export interface WorkflowDefinitionProps {
  /** 1 to 40 of `a-z A-Z 0-9 _ -`, unique in account and region; with a fingerprint at most 33. */
  readonly workflowDefinitionName: string;
  /**
   * 1 to 4000 characters.
   * @default - none
   */
  readonly description?: string | undefined;
  /** Where the service puts the data of runs. @default - run data is not exported */
  readonly exportTo?: ExportLocation | undefined;
  /**
   * Adds a hash of description and export location to the name. The service can change none of the three, and
   * CloudFormation makes a replacement before it deletes the old one: under a fixed name, a changed description ends in
   * a name conflict. Say `false` when the name must be exact and the other two will stay as they are.
   * @default - true when there is a description or an export location
   */
  readonly fingerprint?: boolean | undefined;
  /**
   * Deleting a definition deletes all its runs for good.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/**
 * A Nova Act workflow definition: what runs belong to.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-novaact-workflowdefinition.html
 */
export class WorkflowDefinition extends WorkflowDefinitionBase {
  /**
   * A definition of the same account and region, by its name.
   *
   * @throws WorkflowConfigurationError when no definition can have this name
   */
  static fromWorkflowDefinitionName(scope: Construct, id: string, name: string): IWorkflowDefinition {
    throwIfAny('imported workflow definition', checkImportedName(`${id}.workflowDefinitionName`, name));
    const arn = Stack.of(scope).formatArn({
      service: SERVICE_NAME.novaAct,
      resource: 'workflow-definition',
      resourceName: name,
    });
    return new ImportedWorkflowDefinition(scope, id, { name, arn });
  }

  /**
   * A definition by its ARN, which may be of another account or region.
   *
   * @throws WorkflowConfigurationError when it is not the ARN of a definition
   */
  static fromWorkflowDefinitionArn(scope: Construct, id: string, arn: string): IWorkflowDefinition {
    throwIfAny('imported workflow definition', checkDefinitionArn(`${id}.workflowDefinitionArn`, arn));
    const { resourceName } = Stack.of(scope).splitArn(arn, ArnFormat.SLASH_RESOURCE_NAME);
    return new ImportedWorkflowDefinition(scope, id, { name: resourceName ?? '', arn });
  }

  readonly workflowDefinitionName: string;
  readonly workflowDefinitionArn: string;
  /** Where run data goes, if anywhere. */
  readonly exportLocation: Required<ExportLocation> | undefined;

  constructor(scope: Construct, id: string, props: WorkflowDefinitionProps) {
    const { workflowDefinitionName: name, description, exportTo } = props;
    const fingerprint = props.fingerprint ?? (description !== undefined || exportTo !== undefined);
    throwIfAny(
      'workflow definition',
      checkDefinition({ where: id, name, description, prefix: exportTo?.prefix, fingerprint }),
    );
    super(scope, id);

    const prefix = exportTo?.prefix ?? name;
    this.exportLocation = exportTo && { bucket: exportTo.bucket, prefix };
    const exportConfig = exportTo && { s3BucketName: exportTo.bucket.bucketName, s3KeyPrefix: prefix };
    const suffix = fingerprint
      ? `-${hash(this.stack.resolve([description ?? null, exportConfig ?? null]))}`
      : '';
    this.workflowDefinitionName = `${name}${suffix}`;
    claimName(this, { kind: 'workflow definition', name: this.workflowDefinitionName });

    const resource = new CfnWorkflowDefinition(this, 'Resource', {
      name: this.workflowDefinitionName,
      ...(description !== undefined && { description }),
      ...(exportConfig && { exportConfig }),
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.workflowDefinitionArn = resource.attrArn;
  }
}

class ImportedWorkflowDefinition extends WorkflowDefinitionBase {
  readonly workflowDefinitionName: string;
  readonly workflowDefinitionArn: string;

  constructor(scope: Construct, id: string, attributes: { readonly name: string; readonly arn: string }) {
    super(scope, id, Token.isUnresolved(attributes.arn) ? {} : { environmentFromArn: attributes.arn });
    this.workflowDefinitionName = attributes.name;
    this.workflowDefinitionArn = attributes.arn;
  }
}

/** Six hexadecimal digits: one in 16 million that a change keeps the name. */
function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 6);
}
