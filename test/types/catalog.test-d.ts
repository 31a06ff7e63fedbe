/** Which keys an entry of the catalog has, and that nobody changes it afterwards. */
import { expectTypeOf } from 'expect-type';
import { defineCatalog, type WorkflowCatalogEntry, type WorkflowSettings } from '../../lib/catalog/index.ts';

const entry = { name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop', description: 'Shops.' };

const catalog = defineCatalog([
  entry,
  {
    ...entry,
    environment: { SHOP: 'corner' },
    lifecycle: { idleTimeoutSeconds: 60, maxLifetimeSeconds: 600 },
  },
]);
expectTypeOf(catalog).toEqualTypeOf<readonly WorkflowCatalogEntry[]>();
expectTypeOf<Exclude<keyof WorkflowCatalogEntry, keyof WorkflowSettings>>().toEqualTypeOf<
  'name' | 'entry' | 'definitionName' | 'description' | 'serverProtocol'
>();
expectTypeOf<WorkflowCatalogEntry['environment']>().toEqualTypeOf<
  Readonly<Record<string, string>> | undefined
>();

// Literals that are frozen already are taken, too.
defineCatalog([{ ...entry, environment: { SHOP: 'corner' } }] as const);

// @ts-expect-error there is no such key
defineCatalog([{ ...entry, timeoutSeconds: 60 }]);
// @ts-expect-error lifecycle has units in its keys
defineCatalog([{ ...entry, lifecycle: { idleTimeout: 60 } }]);
// @ts-expect-error variables are texts
defineCatalog([{ ...entry, environment: { DEPTH: 3 } }]);
// @ts-expect-error the description is missing
defineCatalog([{ name: 'shop', entry: 'workflows/shop.ts', definitionName: 'shop' }]);
// @ts-expect-error a catalog is a list
defineCatalog(entry);
// @ts-expect-error nothing is added later
catalog.push(entry);
for (const one of catalog) {
  // @ts-expect-error nothing is changed later
  one.name = 'other';
  // @ts-expect-error nor the environment
  if (one.environment) one.environment.SHOP = 'other';
}
