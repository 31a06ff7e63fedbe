import { defineCatalog } from '../../../../lib/catalog/index.ts';

export const catalog = defineCatalog([
  {
    name: 'probe',
    entry: 'workflows/probe.ts',
    definitionName: 'faults-probe',
    description: 'Does what the payload says.',
  },
]);
