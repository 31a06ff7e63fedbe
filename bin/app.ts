import path from 'node:path';
import { CatalogError, SettingsError } from '../lib/catalog/index.ts';
import { workflowApp } from '../lib/cdk/index.ts';
import { isExplained } from '../lib/core/errors.ts';
import { isInstance } from '../lib/core/thrown.ts';

try {
  // With problems, too: the app says those of both files together, and with those of the command line.
  const [catalog, settings] = await Promise.all([
    import('../workflows/catalog.ts').then((file) => file.catalog, entriesOf),
    import('../workflows/settings.ts').then((file) => file.settings, settingsOf),
  ]);
  workflowApp({
    catalog,
    settings,
    projectRoot: path.resolve(import.meta.dirname, '..'),
    processEnvironment: process.env,
  }).synth();
} catch (error) {
  // Its message says all that the author needs; anything else comes with its stack trace.
  if (!isExplained(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function entriesOf(error: unknown): CatalogError['entries'] {
  if (isInstance(error, CatalogError)) return error.entries;
  throw error;
}

function settingsOf(error: unknown): SettingsError['settings'] {
  if (isInstance(error, SettingsError)) return error.settings;
  throw error;
}
