import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Asset } from '../../assembly/assets.ts';
import type { Resource } from '../../assembly/template.ts';
import { MAIN_FILE } from '../../bundle/index.ts';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { statIfThere } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import type { StackValues } from './stack-values.ts';

/**
 * The folder of the assembly with the program of a runtime: what becomes its zip file, or what its image is built from,
 * by Docker or by CodeBuild.
 */
export function codeOf(
  { properties }: Resource,
  context: {
    readonly stack: StackValues;
    readonly values: AssemblyValues;
    readonly assets: readonly Asset[];
  },
): RuntimeCode {
  const { stack } = context;
  const artifact = stack.resolve(properties.AgentRuntimeArtifact);
  const code = memberOf(artifact, 'CodeConfiguration');
  if (code !== undefined) return zipCode(code, context);
  const uri = memberOf(memberOf(artifact, 'ContainerConfiguration'), 'ContainerUri');
  const text = stack.textOf(uri);
  if (text === undefined) {
    return {
      why: `its artifact ${whyUnknown(uri ?? artifact, context) ?? 'is of a kind that is not known here'}`,
    };
  }
  const [, repository = '', tag = ''] = /\/([^:@]+):([^:@/]+)$/.exec(text) ?? [];
  const image =
    find(context, { kind: 'image', place: repository, key: tag }) ?? builtByCodeBuild(tag, context);
  if (image === undefined) {
    return {
      why: `its image ${text} is not built from the assembly, and local AWS runs no images of others`,
    };
  }
  return programIn(image.path);
}

/** Where the program lies, or why it cannot be run here. */
export type RuntimeCode = { readonly folder: string } | { readonly why: string };

interface Context {
  readonly stack: StackValues;
  readonly values: AssemblyValues;
  readonly assets: readonly Asset[];
}

function zipCode(code: unknown, context: Context): RuntimeCode {
  const [entryPoint] = [memberOf(code, 'EntryPoint')].flat();
  if (entryPoint !== MAIN_FILE) {
    return {
      why: `its entry point is ${JSON.stringify(entryPoint)}, and local AWS runs bundles of this package, which begin with ${MAIN_FILE}`,
    };
  }
  const object = memberOf(memberOf(code, 'Code'), 'S3');
  const [place, key] = [
    context.stack.textOf(memberOf(object, 'Bucket')),
    context.stack.textOf(memberOf(object, 'Prefix')),
  ];
  if (place === undefined || key === undefined) {
    return { why: `the place of its zip file ${whyUnknown(object, context) ?? 'is not known'}` };
  }
  const zip = find(context, { kind: 'file', place, key });
  return zip === undefined
    ? { why: `its zip file s3://${place}/${key} is not in the assembly` }
    : programIn(zip.path);
}

/** The context of the build whose image has this tag. */
function builtByCodeBuild(tag: string, context: Context): Asset | undefined {
  const { stack } = context;
  const [, build] =
    stack
      .resourcesOf('Custom::NovaActImageBuild')
      .find(([, { properties }]) => properties.ImageTag === tag) ?? [];
  const project = memberOf(build?.properties.ProjectName, 'Ref');
  const source =
    typeof project === 'string' ? stack.template.resources[project]?.properties.Source : undefined;
  const [, place = '', key = ''] =
    /^([^/]+)\/(.+)$/.exec(stack.textOf(memberOf(source, 'Location')) ?? '') ?? [];
  return find(context, { kind: 'file', place, key });
}

function find({ stack, assets }: Context, wanted: Pick<Asset, 'kind' | 'place' | 'key'>): Asset | undefined {
  const here = (place: string): string =>
    place
      .replaceAll(`\${AWS::AccountId}`, LOCAL_ACCOUNT_ID)
      .replaceAll(`\${AWS::Region}`, stack.region)
      .replaceAll(`\${AWS::Partition}`, String(stack.get('AWS::Partition')));
  return assets.find(
    ({ kind, place, key }) =>
      kind === wanted.kind && here(key) === wanted.key && here(place) === wanted.place,
  );
}

function programIn(folder: string): RuntimeCode {
  if (!statIfThere(folder)?.isDirectory()) {
    return { why: `its code ${folder} is not a folder of the assembly` };
  }
  if (existsSync(path.join(folder, MAIN_FILE))) return { folder };
  return { why: `there is no ${MAIN_FILE} in its code ${folder}: local AWS runs bundles of this package` };
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}
