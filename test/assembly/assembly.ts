import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a cloud assembly as `cdk synth` does, in the version of the CDK that this project uses. */
export function writeAssembly(
  folder: string,
  stacks: Readonly<
    Record<
      string,
      {
        readonly environment?: string;
        readonly template: unknown;
        readonly assets?: unknown;
        readonly metadata?: unknown;
      }
    >
  >,
  stages: readonly string[] = [],
): string {
  mkdirSync(folder, { recursive: true });
  const artifacts: Record<string, unknown> = {
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
  };
  for (const [stackName, { template, assets, metadata, ...stack }] of Object.entries(stacks)) {
    const { environment = 'aws://unknown-account/us-east-1' } = stack;
    const id = stackName.replaceAll('-', '');
    if (assets !== undefined) {
      const file = `${id}.assets.json`;
      writeFileSync(path.join(folder, file), JSON.stringify(assets));
      artifacts[`${id}.assets`] = { type: 'cdk:asset-manifest', properties: { file } };
    }
    writeFileSync(path.join(folder, `${id}.template.json`), JSON.stringify(template));
    artifacts[id] = {
      type: 'aws:cloudformation:stack',
      environment,
      properties: { templateFile: `${id}.template.json`, stackName },
      displayName: `App/${stackName}`,
      ...(metadata !== undefined && { metadata }),
    };
  }
  for (const directoryName of stages) {
    artifacts[directoryName] = { type: 'cdk:cloud-assembly', properties: { directoryName } };
  }
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  return folder;
}
