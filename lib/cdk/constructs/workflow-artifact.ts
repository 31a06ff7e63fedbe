import type { AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IDependable } from 'constructs';

/** The code of a workflow in a form that AgentCore runs: an image in ECR, or a zip file in S3. */
export interface IWorkflowArtifact extends IDependable {
  /** Another one for other code, the same one for the same; known at synthesis. */
  readonly version: string;
  /** An artifact for one runtime. Never shared: the L2 binds an artifact to the first runtime that renders it. */
  toRuntimeArtifact(): AgentRuntimeArtifact;
  /** Lets the role of the runtime fetch the code. */
  grantPull(grantee: IGrantable): void;
}
