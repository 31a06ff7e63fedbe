import { defineCatalog } from 'nova-act-cdk/catalog';
import { catalog as sources } from './workflows/catalog.js';

export const catalog = defineCatalog([
  ...sources,
  {
    name: 'compiled',
    entry: 'built/workflows/hello.js',
    definitionName: 'compiled',
    description: 'The wrapped function, compiled to CommonJS.',
  },
]);
