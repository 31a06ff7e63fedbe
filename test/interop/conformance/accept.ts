// Measures the clients and writes what the page says of them: npm run conformance
import { readFileSync, writeFileSync } from 'node:fs';
import { CLIENTS } from './clients/all-clients.ts';
import { measure } from './measure.ts';
import { entriesIn, entryOf, PAGE, pageOf } from './page.ts';

const measured = await measure();
const before = readFileSync(PAGE, 'utf8');
const entries = CLIENTS.flatMap(({ name, missing }) => {
  if (missing !== undefined) console.log(`${missing}: what the page says of ${name} stays.`);
  return measured.get(name)?.map(entryOf) ?? entriesIn(before, name);
});
writeFileSync(PAGE, pageOf(CLIENTS, entries));
