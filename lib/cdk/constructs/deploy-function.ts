import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleHandlerSync } from '../../bundle/bundle-handler.ts';
import { packageRoot } from '../../bundle/layout.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { LOG_WRITE_ACTIONS } from './perms.ts';

/**
 * A function that does, during a deployment, what CloudFormation has no resource for. A stack has one of each kind, which
 * may do what its users allow it and nothing else.
 */
export class DeployFunction extends Construct {
  /** The function of a kind in the stack of a construct; made when it is first asked for. */
  static of(scope: Construct, options: DeployFunctionOptions): DeployFunction {
    const stack = Stack.of(scope);
    const id = `DeployFunction-${options.kind}`;
    const present = stack.node.tryFindChild(id);
    return present instanceof DeployFunction ? present : new DeployFunction(stack, id, options);
  }

  /** The `ServiceToken` of the custom resources that it makes. */
  readonly serviceToken: string;
  /** What the function may do. */
  readonly role: iam.Role;

  private constructor(scope: Construct, id: string, options: DeployFunctionOptions) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(options.logEncryptionKey && { encryptionKey: options.logEncryptionKey }),
    });
    this.role = new iam.Role(this, 'Role', {
      description: options.description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grant(this.role, ...LOG_WRITE_ACTIONS);
    using code = temporaryFolder(this);
    writeFileSync(path.join(code.path, 'index.mjs'), handlerOf(options.kind));
    const lambda = new LambdaFunction(this, 'Function', {
      description: options.description,
      code: Code.fromAsset(code.path),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: options.timeout,
      role: this.role,
      logGroup,
    });
    this.serviceToken = lambda.functionArn;
  }

  /**
   * Lets the function do something for one of its custom resources.
   *
   * @returns what that resource has to depend on: it must not be made, changed or deleted without the permission
   */
  allow(scope: Construct, ...statements: readonly iam.PolicyStatement[]): iam.Policy {
    return new iam.Policy(scope, 'DeployPolicy', { roles: [this.role], statements: [...statements] });
  }
}

/** What kind of function, and how long it may take. */
export interface DeployFunctionOptions {
  /** The name of its module in lib/cdk/handlers, without the suffix. */
  readonly kind: string;
  readonly description: string;
  /** At most 15 minutes. */
  readonly timeout: Duration;
  /** A customer key for its log. The first one that asks for the function decides. @default - none */
  readonly logEncryptionKey?: kms.IKey | undefined;
}

/** The code of a kind. A packed package has the bundles, and no sources and none of the clients. */
function handlerOf(kind: string): string {
  const source = path.join(import.meta.dirname, '..', 'handlers', `${kind}.ts`);
  if (!existsSync(source))
    return readFileSync(path.join(packageRoot(), 'dist', 'handlers', `${kind}.mjs`), 'utf8');
  const code = bundled.get(kind) ?? bundleHandlerSync(source);
  bundled.set(kind, code);
  return code;
}

/** Each kind is bundled once in a process, however many stacks have it. */
const bundled = new Map<string, string>();
