import { defineCatalog } from 'nova-act-cdk/catalog';

export const catalog = defineCatalog([
  {
    name: 'read-balance',
    entry: 'workflows/read-balance.ts',
    definitionName: 'read-balance',
    description: 'Signs in to the portal of a correspondent bank, and returns the balance of an account.',
    lifecycle: { idleTimeoutSeconds: 120, maxLifetimeSeconds: 1800 },
  },
]);
