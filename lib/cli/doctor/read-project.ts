import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import type { ProjectFacts } from './rules/project.ts';

/** Reads a project. Its catalog and its settings are run for that, as every command does that needs them. */
export async function readProject(options: {
  readonly projectRoot: string;
  readonly catalog: string | undefined;
}): Promise<ProjectFacts> {
  const { projectRoot: root, catalog: file } = options;
  const [{ loadCatalog }, { loadSource }] = await Promise.all([
    import('../load-catalog.ts'),
    import('../../bundle/load-source.ts'),
  ]);
  const facts = {
    root,
    hasManifest: existsSync(path.join(root, 'package.json')),
    qualifiers: qualifiersOf(root, loadSource),
    entriesNotThere: [],
  };
  if (file === undefined && !existsSync(path.join(root, DEFAULT_CATALOG))) {
    return { ...facts, workflows: undefined };
  }
  try {
    const entries = loadCatalog({ file, projectRoot: root });
    return {
      ...facts,
      workflows: entries.map(({ name }) => name),
      entriesNotThere: entries
        .map(({ entry }) => entry)
        .filter((entry) => !existsSync(path.resolve(root, entry))),
    };
  } catch (error) {
    return { ...facts, workflows: undefined, problem: messageOf(error) };
  }
}

/** What bootstrap stacks are named by in `cdk.json` and in the settings. */
function qualifiersOf(
  root: string,
  load: (file: string, root: string) => { readonly exports: unknown },
): readonly string[] {
  const { context } = jsonIn(path.join(root, 'cdk.json'));
  const ofApp = isRecord(context) ? context['@aws-cdk/core:bootstrapQualifier'] : undefined;
  return [
    ...new Set([...(typeof ofApp === 'string' ? [ofApp] : []), ...qualifiersIn(settingsOf(root, load))]),
  ];
}

function settingsOf(
  root: string,
  load: (file: string, root: string) => { readonly exports: unknown },
): unknown {
  try {
    return load(path.join(root, path.dirname(DEFAULT_CATALOG), 'settings.ts'), root).exports;
  } catch {
    // There need be none, and what is wrong with them is for the app to say.
    return undefined;
  }
}

/** Wherever they stand: in environments, in those of persons, and in the pipeline. */
function qualifiersIn(value: unknown): readonly string[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'qualifier' && typeof member === 'string' ? [member] : qualifiersIn(member),
  );
}

function jsonIn(file: string): Record<string, unknown> {
  const value = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : undefined;
  return isRecord(value) ? value : {};
}
