import { AgentCoreRuntime, AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { MAIN_FILE } from '../../bundle/index.ts';
import type { IWorkflowArtifact } from './workflow-artifact.ts';

/** Properties of a {@link WorkflowZip}. */
export interface WorkflowZipProps {
  /** The folder with the bundle and what it needs. */
  readonly contextDir: string;
}

/**
 * The code of a workflow without an image: the service unpacks a zip file and runs it on Node 22. There is no browser in
 * it and none can be installed, so the workflow uses AgentCore Browser.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy.html
 */
export class WorkflowZip extends Construct implements IWorkflowArtifact {
  /** The zip file in the asset bucket of the bootstrapped environment. */
  readonly asset: Asset;

  constructor(scope: Construct, id: string, props: WorkflowZipProps) {
    super(scope, id);
    this.asset = new Asset(this, 'Asset', {
      path: props.contextDir,
      exclude: ['Dockerfile', '.dockerignore'],
    });
  }

  get version(): string {
    return this.asset.assetHash;
  }

  toRuntimeArtifact(): AgentRuntimeArtifact {
    const { s3BucketName: bucketName, s3ObjectKey: objectKey } = this.asset;
    return new OneObject(
      AgentRuntimeArtifact.fromS3({ bucketName, objectKey }, AgentCoreRuntime.NODE_22, [MAIN_FILE]),
    );
  }

  grantPull(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.asset.bucket.arnForObjects(this.asset.s3ObjectKey)],
    });
  }
}

/** What the library makes of an object in S3, without what it does beside: it would import the bucket under an id made of a token, and grant all of it. */
class OneObject extends AgentRuntimeArtifact {
  readonly #object: AgentRuntimeArtifact;

  constructor(object: AgentRuntimeArtifact) {
    super();
    this.#object = object;
  }

  /** `grantPull` of the workflow's artifact grants the one object. */
  bind(): void {}

  _render(): ReturnType<AgentRuntimeArtifact['_render']> {
    return this.#object._render();
  }
}
