import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';

// Without it each synthesis checks its templates against all rules of CloudFormation, for a second and more. CI has them on.
process.env.CDK_VALIDATION = 'false';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');
export const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cdk-test-'));
  folders.push(folder);
  return folder;
}

/** What `App` takes when the CDK CLI starts it with the flags of cdk.json. */
export function appProps(context: Readonly<Record<string, unknown>> = {}): AppProps {
  const settings: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(projectRoot, 'cdk.json'), 'utf8'),
  );
  return {
    outdir: temporaryFolder(),
    analyticsReporting: false,
    postCliContext: { ...settings.context, ...context },
  };
}

/** An empty stack in us-east-1. */
export function testStack(
  options: { readonly region?: string; readonly context?: Record<string, unknown> } = {},
): Stack {
  return new Stack(new App(appProps(options.context)), 'Test', {
    env: { region: options.region ?? 'us-east-1' },
  });
}

/** A VPC that is there, with these private subnets. */
export function vpcWith(scope: Construct, ...privateSubnetIds: string[]): IVpc {
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: privateSubnetIds.map((_, index) => `us-east-1${'abc'[index]}`),
    privateSubnetIds,
    privateSubnetRouteTableIds: privateSubnetIds.map((id) => `table-of-${id}`),
  });
}

/** What a construct warns of, with the ids by which that is acknowledged; known before anything is synthesized. */
export function warningsOf({ node }: IConstruct): unknown[] {
  return node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
}

/** A template for a snapshot: whole, but for the hashes of assets, which change with every line of the program. */
export function reviewable(template: Template): unknown {
  const text = JSON.stringify(template.toJSON())
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    // The destination of an asset in a pipeline.
    .replace(/(:current_account-[a-z0-9-]+-)[0-9a-f]{8}\b/g, '$1<hash>');
  return JSON.parse(text);
}

/** What a CodeBuild project runs. */
export interface BuildSpec {
  readonly phases: Readonly<Record<'install' | 'build', { readonly commands: readonly string[] }>>;
}

/** What the CodeBuild projects in a template run; some say it in a file of the assembly. */
export function buildSpecs(template: Template, assembly: string): BuildSpec[] {
  return Object.values(template.findResources('AWS::CodeBuild::Project')).map(({ Properties }) => {
    const { BuildSpec: spec } = Properties.Source;
    return JSON.parse(spec.startsWith('{') ? spec : readFileSync(path.join(assembly, spec), 'utf8'));
  });
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Every statement of the identity policies in a template, in one readable line each.
 *
 * @param policies the beginning of the logical ids of the policies that matter
 */
export function policyLines(template: Template, policies = ''): string[] {
  return policyStatements(template, policies).map(lineOf);
}

/** The same, as they stand in the template. */
export function policyStatements(template: Template, policies: string): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([logicalId]) => logicalId.startsWith(policies))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
}

function lineOf(statement: Statement): string {
  const list = (value: unknown): string => [value].flat().map(render).join(' ');
  const condition = statement.Condition === undefined ? '' : ` if ${JSON.stringify(statement.Condition)}`;
  return `${statement.Effect} ${list(statement.Action)} on ${list(statement.Resource)}${condition}`;
}

/** Intrinsic functions as text: `<Id>`, `<Id.Attribute>`, `<import Name>`; logical ids without their hash. */
export function render(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\$\{(AWS::\w+)\}/g, '<$1>');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${withoutHash(value.Ref)}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) {
    const [logicalId, attribute] = value['Fn::GetAtt'];
    return `<${withoutHash(logicalId)}.${attribute}>`;
  }
  if ('Fn::ImportValue' in value) return `<import ${render(value['Fn::ImportValue'])}>`;
  if ('Fn::Sub' in value) return render(value['Fn::Sub']);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(render).join(separator);
  }
  return JSON.stringify(value);
}

function withoutHash(logicalId: unknown): string {
  return String(logicalId).replace(/[0-9A-F]{8}$/, '');
}
