import path from 'node:path';
import { workflowApp } from '../lib/cdk/index.ts';

/** Errors whose message says all that the author needs; anything else comes with its stack trace. */
const EXPLAINED = ['CatalogError', 'OutputsError', 'WorkflowConfigurationError'];

try {
  const { catalog } = await import('../workflows/catalog.ts');
  workflowApp({
    catalog,
    projectRoot: path.resolve(import.meta.dirname, '..'),
    processEnvironment: process.env,
  }).synth();
} catch (error) {
  if (!(error instanceof Error && EXPLAINED.includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
