import path from 'node:path';
import { workflowApp } from 'nova-act-cdk/cdk';
import { catalog } from '../workflows/catalog.ts';
import { settings } from '../workflows/settings.ts';

// A stack for each workflow of the catalog, as the settings say.
workflowApp({
  catalog,
  settings,
  projectRoot: path.resolve(import.meta.dirname, '..'),
  processEnvironment: process.env,
});
