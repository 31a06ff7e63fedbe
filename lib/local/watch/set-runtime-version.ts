import { existsSync } from 'node:fs';
import { type OutputKey, type OutputsFile, readOutputsFile, writeOutputsFile } from '../../catalog/index.ts';

/** Writes the version of a runtime into an outputs file, as a deployment of its stack would. A file that is not there stays so. */
export function setRuntimeVersion(options: {
  readonly file: string;
  readonly runtimeId: string;
  readonly version: string;
}): void {
  const { file } = options;
  if (!existsSync(file)) return;
  const stacks = readOutputsFile(file);
  const changed = withRuntimeVersion(stacks, options);
  if (JSON.stringify(changed) !== JSON.stringify(stacks)) writeOutputsFile({ file, stacks: changed });
}

/** The outputs with this version for a runtime, in stacks of one workflow and, with its name before the keys, of several. */
export function withRuntimeVersion(
  stacks: OutputsFile,
  runtime: { readonly runtimeId: string; readonly version: string },
): OutputsFile {
  return mapValues(stacks, (outputs) =>
    mapValues(outputs, (value, key) => {
      if (!key.endsWith(VERSION)) return value;
      return outputs[key.slice(0, -VERSION.length) + ID] === runtime.runtimeId ? runtime.version : value;
    }),
  );
}

const VERSION = 'RuntimeVersion' satisfies OutputKey;
const ID = 'RuntimeId' satisfies OutputKey;

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
