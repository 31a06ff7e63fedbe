// `npm run local`, with a workflow more in the catalog: one that names a secret. It takes the same options.
import path from 'node:path';
import { npmRun } from '../../../lib/cli/command-line.ts';
import { localCommand } from '../../../lib/cli/local/command.ts';
import { runProcess } from '../../../lib/cli/run-process.ts';
import { catalog } from '../../../workflows/catalog.ts';
import { SECRET_NAME } from './secret.ts';

const projectRoot = path.resolve(import.meta.dirname, '..', '..', '..');
const [first] = catalog;
if (first === undefined) throw new Error('The catalog is empty.');
const withSecret = {
  ...first,
  name: 'with-secret',
  definitionName: 'with-secret-workflow',
  secrets: { LOGIN_ARN: SECRET_NAME },
};

await runProcess(
  localCommand({ commandLine: npmRun, projectRoot, catalog: [...catalog, withSecret] }),
  npmRun,
);
