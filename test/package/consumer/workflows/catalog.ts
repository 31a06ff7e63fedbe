import { defineCatalog } from 'nova-act-cdk/catalog';

export const catalog = defineCatalog([
  {
    name: 'hello',
    entry: 'workflows/hello.ts',
    definitionName: 'hello',
    description: 'A wrapped function.',
  },
  {
    name: 'decorated',
    entry: 'workflows/decorated.ts',
    definitionName: 'decorated',
    description: 'A decorated method.',
  },
]);
