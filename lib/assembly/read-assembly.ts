import { readFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { AssemblyError } from './assembly-error.ts';
import { templateFault } from './check-template.ts';
import { parseTemplate, type Template } from './template.ts';

/**
 * Reads the stacks of a cloud assembly, those of its stages included.
 *
 * @param folder the output of `cdk synth`
 * @param option the option of the command that names the folder
 * @throws AssemblyError when it is no cloud assembly, or has no stack, or a template is missing or none
 * @see https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readAssembly(folder: string, option = '--app'): readonly AssemblyStack[] {
  const reader = {
    root: folder,
    fix: `Make one with "npx cdk synth --quiet", or name its folder with ${option}.`,
  };
  const stacks = stacksOf(folder, reader);
  if (stacks.length > 0) return stacks;
  throw new AssemblyError({ what: `The cloud assembly ${folder} has no stacks.`, fix: reader.fix });
}

/** A stack that an assembly plans. */
export interface PlannedStack {
  readonly stackName: string;
  /** By which the CDK CLI knows it, such as `getting-started`. */
  readonly selector: string;
  /** @default - whatever the credentials say */
  readonly account: string | undefined;
  /** @default - whatever the configuration says */
  readonly region: string | undefined;
  readonly template: Template;
}

/** A stack of an assembly, with where it lies there. */
export interface AssemblyStack extends PlannedStack {
  /** The folder of the assembly, or of the stage in it, that paths of the stack are relative to. */
  readonly folder: string;
  /** What constructs have noted beside the template, by their paths. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The artifacts in the manifest of a folder, by their ids. */
export function artifactsOf(folder: string, reader: AssemblyReader): readonly AssemblyArtifact[] {
  const file = path.join(folder, 'manifest.json');
  const manifest = readAssemblyFile(file, reader);
  if (!isRecord(manifest) || typeof manifest.version !== 'string' || !isRecord(manifest.artifacts)) {
    throw notAnAssembly(reader, `${file} is not the manifest of one`);
  }
  return Object.entries(manifest.artifacts).flatMap(([id, artifact]) =>
    isRecord(artifact)
      ? [{ id, artifact, properties: isRecord(artifact.properties) ? artifact.properties : {} }]
      : [],
  );
}

/** Which assembly is read, and what mends it. */
export interface AssemblyReader {
  readonly root: string;
  readonly fix: string;
}

/** One entry of a manifest. */
export interface AssemblyArtifact {
  readonly id: string;
  readonly artifact: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** @throws AssemblyError when the file cannot be read, or is no JSON */
export function readAssemblyFile(file: string, reader: AssemblyReader): unknown {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw notAnAssembly(reader, `${file} cannot be read: ${reasonOf(cause)}`, cause);
  }
}

/** How the CDK writes an environment; what is not known is called `unknown-account` and `unknown-region`. */
const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;

function stacksOf(folder: string, reader: AssemblyReader): readonly AssemblyStack[] {
  return artifactsOf(folder, reader).flatMap((entry) => {
    const { artifact, properties } = entry;
    if (artifact.type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return stacksOf(path.join(folder, properties.directoryName), reader);
    }
    return artifact.type === 'aws:cloudformation:stack' ? [stackOf(entry, folder, reader)] : [];
  });
}

function stackOf(
  { id, artifact, properties }: AssemblyArtifact,
  folder: string,
  reader: AssemblyReader,
): AssemblyStack {
  const { templateFile, stackName = id } = properties;
  const [, account, region] = ENVIRONMENT.exec(String(artifact.environment)) ?? [];
  if (typeof templateFile !== 'string' || account === undefined || region === undefined) {
    throw notAnAssembly(reader, `the stack ${id} has no template or no environment in it`);
  }
  const file = path.join(folder, templateFile);
  const body = readAssemblyFile(file, reader);
  const fault = templateFault(body);
  const template = parseTemplate(body);
  if (template === undefined || fault !== undefined)
    throw notAnAssembly(reader, `${file} is not a template: ${fault}`);
  return {
    stackName: String(stackName),
    selector: typeof artifact.displayName === 'string' ? artifact.displayName : id,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template,
    folder,
    metadata: metadataOf(artifact, folder, reader),
  };
}

/** Newer versions of the CDK write it into a file of its own. */
function metadataOf(
  { metadata, additionalMetadataFile }: Readonly<Record<string, unknown>>,
  folder: string,
  reader: AssemblyReader,
): Readonly<Record<string, unknown>> {
  const more =
    typeof additionalMetadataFile === 'string'
      ? readAssemblyFile(path.join(folder, additionalMetadataFile), reader)
      : undefined;
  return { ...(isRecord(metadata) && metadata), ...(isRecord(more) && more) };
}

function notAnAssembly({ root, fix }: AssemblyReader, why: string, cause?: unknown): AssemblyError {
  return new AssemblyError({ what: `There is no cloud assembly in ${root}: ${why}.`, fix, cause });
}
