import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type App, CfnResource } from 'aws-cdk-lib';

/** The types of resources in apps that no rule of cdk-nag looks at, whatever the pack. */
export function unseenTypes(apps: readonly App[]): string[] {
  const classes = classesInRules();
  const types = apps
    .flatMap(({ node }) => node.findAll())
    .filter((construct) => CfnResource.isCfnResource(construct))
    .map(({ cfnResourceType }) => cfnResourceType)
    .filter((type) => type !== 'AWS::CDK::Metadata' && !classes.has(classOf(type)));
  return [...new Set(types)].sort();
}

/** `AWS::Logs::LogGroup` is `logs.CfnLogGroup`. */
function classOf(type: string): string {
  const [, service = '', resource = ''] = type.split('::');
  return `${service.toLowerCase()}.Cfn${resource}`;
}

/** The classes that the code of the rules names. */
function classesInRules(): ReadonlySet<string> {
  const folder = path.resolve(import.meta.dirname, '../../../node_modules/cdk-nag/lib/rules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  const named = files.flatMap((file) => [
    ...readFileSync(path.join(folder, file), 'utf8').matchAll(/\baws_(\w+?)_1\.(Cfn\w+)/g),
  ]);
  return new Set(named.map(([, module, name]) => `${module}.${name}`));
}
