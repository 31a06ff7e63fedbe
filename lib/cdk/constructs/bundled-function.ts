import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleHandlerSync } from '../../bundle/bundle-handler.ts';
import { packageRoot } from '../../bundle/layout.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { LOG_WRITE_ACTIONS } from './perms.ts';

/**
 * A function of this project: its code and its AWS clients in one file, a role and a log of its own. It belongs to the
 * construct that uses it and may do what that needs. One for a whole stack would have a role that grows with the stack, and
 * the inline policies of a role have at most 10,240 characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, options: BundledFunctionOptions) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: options.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(options.logEncryptionKey && { encryptionKey: options.logEncryptionKey }),
    });
    this.role = new iam.Role(this, 'Role', {
      description: options.description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grant(this.role, ...LOG_WRITE_ACTIONS);
    for (const statement of options.statements) this.role.addToPolicy(statement);
    using code = temporaryFolder(this);
    const files = { ...options.files, 'index.mjs': handlerOf(options.kind) };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(code.path, name), content);
    this.function = new LambdaFunction(this, 'Function', {
      description: options.description,
      code: Code.fromAsset(code.path),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: options.timeout,
      role: this.role,
      logGroup,
      ...(options.environment && { environment: { ...options.environment } }),
    });
    explainInlinePolicy(this.role);
  }
}

/** What kind of function, what it may do, and how long it may take. */
export interface BundledFunctionOptions {
  /** The name of its module in lib/cdk/handlers, without the suffix. */
  readonly kind: string;
  readonly description: string;
  /** What it may do beside writing its log. */
  readonly statements: readonly iam.PolicyStatement[];
  /** What stands beside its code, by the names of the files. @default - nothing */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** At most 15 minutes. */
  readonly timeout: Duration;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** How long its log is kept, unless the function is deleted before. @default - one month */
  readonly logRetention?: logs.RetentionDays | undefined;
  /** A customer key for its log. @default - none */
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

/** Each kind is bundled once in a process, however many functions have it. */
const bundled = new Map<string, string>();
