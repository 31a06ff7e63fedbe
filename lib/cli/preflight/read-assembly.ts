import { readFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { UsageError } from '../usage-error.ts';
import { parseTemplate } from './template.ts';
import type { PlannedStack } from './world.ts';

/**
 * Reads the stacks of a cloud assembly, those of its stages included.
 *
 * @param folder the output of `cdk synth`
 * @throws UsageError when it is no cloud assembly, or has no stack, or a template is missing
 * @see https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readAssembly(folder: string): readonly PlannedStack[] {
  const stacks = stacksOf(folder, folder);
  if (stacks.length > 0) return stacks;
  throw new UsageError({ what: `The cloud assembly ${folder} has no stacks.`, fix: SYNTH });
}

const SYNTH = 'Make one with "npx cdk synth --quiet", or name its folder with --app.';
/** How the CDK writes an environment; what is not known is called `unknown-account` and `unknown-region`. */
const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;

function stacksOf(folder: string, root: string): readonly PlannedStack[] {
  const file = path.join(folder, 'manifest.json');
  const manifest = readJson(file, root);
  if (!isRecord(manifest) || typeof manifest.version !== 'string' || !isRecord(manifest.artifacts)) {
    throw notAnAssembly(root, `${file} is not the manifest of one`);
  }
  return Object.entries(manifest.artifacts).flatMap(([id, artifact]) => {
    if (!isRecord(artifact)) return [];
    const properties = isRecord(artifact.properties) ? artifact.properties : {};
    if (artifact.type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return stacksOf(path.join(folder, properties.directoryName), root);
    }
    return artifact.type === 'aws:cloudformation:stack'
      ? [stackOf({ id, artifact, properties, folder, root })]
      : [];
  });
}

function stackOf(options: {
  readonly id: string;
  readonly artifact: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly root: string;
}): PlannedStack {
  const { id, artifact, properties, folder, root } = options;
  const { templateFile, stackName = id } = properties;
  const [, account, region] = ENVIRONMENT.exec(String(artifact.environment)) ?? [];
  if (typeof templateFile !== 'string' || account === undefined || region === undefined) {
    throw notAnAssembly(root, `the stack ${id} has no template or no environment in it`);
  }
  const file = path.join(folder, templateFile);
  const template = parseTemplate(readJson(file, root));
  if (template === undefined) throw notAnAssembly(root, `${file} is not a template`);
  return {
    stackName: String(stackName),
    selector: typeof artifact.displayName === 'string' ? artifact.displayName : id,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template,
  };
}

function readJson(file: string, root: string): unknown {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw notAnAssembly(root, `${file} cannot be read: ${reasonOf(cause)}`, cause);
  }
}

function notAnAssembly(root: string, why: string, cause?: unknown): UsageError {
  return new UsageError({ what: `There is no cloud assembly in ${root}: ${why}.`, fix: SYNTH, cause });
}
