import { readFileSync } from 'node:fs';
import { hasCode, reasonOf } from '../core/errors.ts';
import { replaceFile } from '../core/files.ts';
import { isRecord } from '../core/is-record.ts';
import { didYouMean } from '../core/suggest.ts';
import { OUTPUTS_FILE_NAME } from './names.ts';
import { checkOutputs, OUTPUT_KEYS, type OutputKey, type SomeOutputs } from './outputs.ts';
import { OutputsError } from './outputs-error.ts';

/** What `cdk deploy --outputs-file` writes: for every stack, its outputs by logical id. */
export type OutputsFile = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Reads the file of `cdk deploy --outputs-file`.
 *
 * @throws OutputsError when it cannot be read, is not JSON or has another shape
 * @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html
 */
export function readOutputsFile(file: string): OutputsFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new OutputsError({
      what: `Cannot read the outputs file "${file}": ${reasonOf(error)}.`,
      fix: `Write it with "${DEPLOY}", or give the path of yours.`,
      cause: error,
    });
  }
  return parseOutputsFile({ text, file });
}

/** The pure part of {@link readOutputsFile}. */
export function parseOutputsFile(options: { readonly text: string; readonly file: string }): OutputsFile {
  const { text, file } = options;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OutputsError({
      what: `The outputs file "${file}" is not JSON: ${reasonOf(error)}.`,
      fix: `Write it again with "${DEPLOY}".`,
      cause: error,
    });
  }
  if (isOutputsFile(value)) return value;
  throw new OutputsError({
    what: `The outputs file "${file}" does not have the shape of one.`,
    allowed: 'Expected { "<stack>": { "<output>": "<text>" } }.',
    fix: `Write it again with "${DEPLOY}".`,
  });
}

/**
 * The outputs of one stack from the file of `cdk deploy --outputs-file`.
 *
 * @param options.require the outputs that must be there. @default - all of OUTPUT_KEYS
 * @param options.workflow whose outputs to take from a stack of several workflows. @default - those without a name before
 *   their keys
 * @throws OutputsError when the file is unreadable, the stack is not in it, or a required output is missing or malformed
 */
export function findOutputsInFile<K extends OutputKey = OutputKey>(options: {
  readonly file: string;
  readonly stackName: string;
  readonly require?: readonly K[] | undefined;
  readonly workflow?: string | undefined;
}): SomeOutputs<K> {
  const { file, stackName, require, workflow } = options;
  const stacks = readOutputsFile(file);
  const raw = Object.hasOwn(stacks, stackName) ? stacks[stackName] : undefined;
  if (raw === undefined) throw noSuchStack({ file, stackName, present: Object.keys(stacks) });
  return checkOutputs<K | OutputKey>({
    raw,
    require: require ?? OUTPUT_KEYS,
    stackName,
    workflow,
    where: `stack "${stackName}" in "${file}"`,
  });
}

/**
 * Writes the outputs of some stacks into an outputs file, and mostly keeps what it says about other stacks. A reader sees the
 * old or the new file, never a part: it is written beside and then renamed. Missing directories are made.
 *
 * @param options.stacks the outputs by stack name; they replace what the file had for these stacks
 * @param options.others what becomes of what the file says about other stacks. @default keep
 * @throws OutputsError when there is already a file that is not an outputs file, or it cannot be written
 */
export function writeOutputsFile(options: {
  readonly file: string;
  readonly stacks: OutputsFile;
  readonly others?: 'keep' | 'drop' | undefined;
}): void {
  const { file, stacks, others = 'keep' } = options;
  const merged = { ...(others === 'keep' && existing(file)), ...stacks };
  try {
    replaceFile(file, `${JSON.stringify(merged, null, 2)}\n`);
  } catch (error) {
    throw new OutputsError({
      what: `Cannot write the outputs file "${file}": ${reasonOf(error)}.`,
      fix: 'Choose a path that can be written.',
      cause: error,
    });
  }
}

function existing(file: string): OutputsFile {
  try {
    return readOutputsFile(file);
  } catch (error) {
    if (error instanceof OutputsError && hasCode(error.cause, 'ENOENT')) return {};
    throw error;
  }
}

const DEPLOY = `cdk deploy --all --outputs-file ${OUTPUTS_FILE_NAME}`;

function noSuchStack(options: {
  readonly file: string;
  readonly stackName: string;
  readonly present: readonly string[];
}): OutputsError {
  const { file, stackName, present } = options;
  const meant = didYouMean(stackName, present);
  return new OutputsError({
    what: `No stack "${stackName}" in the outputs file "${file}".`,
    allowed: present.length > 0 ? `It has ${present.join(', ')}.` : 'It has no stacks.',
    fix: meant === undefined ? 'Deploy it first, or name another stack.' : `Did you mean "${meant}"?`,
  });
}

function isOutputsFile(value: unknown): value is OutputsFile {
  return isRecord(value) && Object.values(value).every(isStringRecord);
}

function isStringRecord(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');
}
