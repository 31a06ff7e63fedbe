import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { workflowOfStack } from '../../catalog/names.ts';
import { type OutputsFile, readOutputsFile } from '../../catalog/outputs-file.ts';
import { novaActDir } from '../../local/nova-act/state/state-dirs.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import { usualOutputsFiles } from '../outputs-files.ts';
import { stateDirOf } from '../state-dir.ts';

/**
 * Names from files that are there anyway: outputs of deployments, the AWS configuration, the journal of local AWS, the
 * text of the catalog. No code of the project runs, its catalog neither. Names that a shell could take for more than a word are left out: the files may
 * come from strangers.
 */
export function knownValues(options: {
  readonly projectRoot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): NamesOfKind {
  const { projectRoot, environment } = options;
  const stateDir = stateDirOf(undefined, { directory: projectRoot, projectRoot, environment });
  const ways: Readonly<Record<ValueKind, () => readonly string[]>> = {
    workflow: () => [
      ...namesInCatalog(path.join(projectRoot, DEFAULT_CATALOG)),
      ...Object.entries(outputs(projectRoot, stateDir)).flatMap(workflowsOf),
    ],
    stack: () => Object.keys(outputs(projectRoot, stateDir)),
    profile: () => profiles(environment),
    run: () => latestRuns(stateDir),
  };
  return (kind) => [...new Set(ways[kind]())].filter((name) => HARMLESS.test(name));
}

/** What is known by name without asking anybody. */
export type NamesOfKind = (kind: ValueKind) => readonly string[];

/** Of what a value is the name. */
export type ValueKind = 'workflow' | 'stack' | 'profile' | 'run';

const HARMLESS = /^[A-Za-z0-9_][\w@%+,./-]*$/;

function outputs(projectRoot: string, stateDir: string): OutputsFile {
  const files = [false, true].flatMap((isLocal) => usualOutputsFiles({ isLocal, stateDir }, projectRoot));
  return Object.assign({}, ...files.map((file) => orNone(() => readOutputsFile(file), {})));
}

/** One of our stacks is named after its workflow; of others the name of the definition is the nearest. */
function workflowsOf([stack, values]: [string, OutputsFile[string]]): readonly string[] {
  const own = workflowOfStack(stack);
  if (own !== undefined) return [own];
  return Object.entries(values).flatMap(([key, value]) =>
    key.endsWith('WorkflowDefinitionName') ? [value] : [],
  );
}

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
function profiles(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folder = path.join(environment.HOME || os.homedir(), '.aws');
  const config = sections(environment.AWS_CONFIG_FILE || path.join(folder, 'config'));
  const credentials = sections(environment.AWS_SHARED_CREDENTIALS_FILE || path.join(folder, 'credentials'));
  return [
    ...config.flatMap((name) => (name === 'default' ? name : (/^profile\s+(.+)$/.exec(name)?.[1] ?? []))),
    ...credentials,
  ];
}

function sections(file: string): readonly string[] {
  const text = orNone(() => readFileSync(file, 'utf8'), '');
  return [...text.matchAll(/^\s*\[([^\]]+)\]/gm)].map(([, name = '']) => name.trim());
}

/**
 * What a catalog says in plain text, `name: '…'` in an entry. A name that is computed is not found, and one that is written
 * in another object is one too many: completion offers, and does not decide.
 */
function namesInCatalog(file: string): readonly string[] {
  const text = orNone(() => readFileSync(file, 'utf8'), '');
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  return [...code.matchAll(/(?<=[{,\s])name:\s*(['"`])([\w-]+)\1\s*[,}]/g)].map(([, , name = '']) => name);
}

/** Those that the ends of journal and archive of local AWS have, the latest first. */
function latestRuns(stateDir: string): readonly string[] {
  const texts = ['archive.jsonl', 'journal.jsonl'].map((file) =>
    orNone(() => endOf(path.join(novaActDir(stateDir), file)), ''),
  );
  const text = texts.join('\n');
  const removed = new Set(idsIn(text, /"removedRun":"([^"]+)"/g));
  // Text of others has a backslash before its quotes.
  return idsIn(text, /"runId":"([^"]+)"/g)
    .filter((id) => !removed.has(id))
    .reverse();
}

function idsIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, id = '']) => id);
}

function endOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, END_BYTES));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

const END_BYTES = 64 * 1024;

/** A file that is not there, or cannot be read, has no names. */
function orNone<T>(read: () => T, none: T): T {
  try {
    return read();
  } catch {
    return none;
  }
}
