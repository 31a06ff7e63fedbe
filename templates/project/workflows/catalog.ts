import { defineCatalog } from 'nova-act-cdk/catalog';

/** Every workflow of this project. A new one is a file that exports `main(payload)`, and an entry here. */
export const catalog = defineCatalog([
  {
    name: 'headline',
    entry: 'workflows/headline.ts',
    definitionName: 'headline',
    description: 'Reads the main heading of a page.',
  },
]);
