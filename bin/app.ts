import path from 'node:path';
import { workflowApp } from '../lib/cdk/index.ts';
import { ExplainedError } from '../lib/core/errors.ts';
import { isInstance } from '../lib/core/thrown.ts';

try {
  const { catalog } = await import('../workflows/catalog.ts');
  workflowApp({
    catalog,
    projectRoot: path.resolve(import.meta.dirname, '..'),
    processEnvironment: process.env,
  }).synth();
} catch (error) {
  // Its message says all that the author needs; anything else comes with its stack trace.
  if (!isInstance(error, ExplainedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
