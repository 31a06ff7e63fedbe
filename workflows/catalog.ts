import { defineCatalog } from '../lib/catalog/catalog.ts';

/**
 * Every workflow of this project. The CDK app makes a stack of each entry, local AWS deploys the same list, and the
 * commands complete from it. A new workflow is one file that exports `main(payload)` and one entry here.
 */
export const catalog = defineCatalog([
  {
    name: 'getting-started',
    entry: 'workflows/getting-started.ts',
    definitionName: 'getting-started-workflow',
    description: 'Opens a page and returns its main heading.',
  },
  {
    name: 'multi-session',
    entry: 'workflows/multi-session.ts',
    definitionName: 'multi-session-workflow',
    description: 'Reads two pages at the same time, in two browser sessions of one run.',
  },
  {
    name: 'form-filling',
    entry: 'workflows/form-filling.ts',
    definitionName: 'form-filling-workflow',
    description: 'Fills in and submits a form, and returns its confirmation number.',
  },
]);
