import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readAssets } from '../../../lib/assembly/assets.ts';
import { readAssembly } from '../../../lib/assembly/read-assembly.ts';
import { noteLine } from '../../../lib/local/assembly/assembly-note.ts';
import { chooseStacks } from '../../../lib/local/assembly/choose-stacks.ts';
import { planAssembly } from '../../../lib/local/assembly/plan-assembly.ts';
import { writeAssembly } from '../../assembly/assembly.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';

/** Properties of a runtime named `probe` whose code is in every {@link handMade} assembly. */
export function probe(properties: Readonly<Record<string, unknown>> = {}): unknown {
  const code = { S3: { Bucket: { 'Fn::Sub': `assets-\${AWS::AccountId}` }, Prefix: 'code.zip' } };
  return {
    Type: 'AWS::BedrockAgentCore::Runtime',
    Properties: {
      AgentRuntimeName: 'probe',
      AgentRuntimeArtifact: {
        CodeConfiguration: { Code: code, EntryPoint: ['main.mjs'], Runtime: 'NODE_22' },
      },
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...properties,
    },
  };
}

/** A role that the runtime of {@link probe} has. */
export function roleWith(...statements: unknown[]): Record<string, unknown> {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'probe',
        Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
      },
    },
  };
}

/**
 * An assembly of these templates; the environment of a stack may stand before its name, as in `1/eu-west-1/Name`.
 *
 * @param notes metadata of every stack
 */
export function handMade(
  templates: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  notes: readonly unknown[] = [],
): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'asset.code'));
  writeFileSync(path.join(folder, 'asset.code', 'main.mjs'), 'export {};\n');
  const stacks = Object.entries(templates).map(([key, template]) => {
    const [name = '', region = 'us-east-1', account = 'unknown-account'] = key.split('/').reverse();
    const place = account === 'unknown-account' ? `assets-\${AWS::AccountId}` : `assets-${account}`;
    const destinations = { here: { bucketName: place, objectKey: 'code.zip' } };
    const image = { repositoryName: 'built', imageTag: '1' };
    const assets = {
      files: { code: { source: { path: 'asset.code', packaging: 'zip' }, destinations } },
      dockerImages: { code: { source: { directory: 'asset.code' }, destinations: { here: image } } },
    };
    return [
      name,
      { environment: `aws://${account}/${region}`, template, assets, metadata: { '/Runtime': notes } },
    ] as const;
  });
  return writeAssembly(folder, Object.fromEntries(stacks));
}

/** What local AWS makes of these templates, and what it says of them. */
export function planOf(
  templates: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  wantedRegion?: string,
) {
  const folder = handMade(templates);
  const chosen = chooseStacks({
    stacks: readAssembly(folder),
    assets: readAssets(folder, { root: folder, fix: '' }),
    wantedRegion,
  });
  const plan = planAssembly(chosen);
  return { ...plan, notes: [...chosen.notes, ...plan.notes].map(noteLine) };
}
