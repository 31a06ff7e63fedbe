import { writeFileSync } from 'node:fs';
import { test } from '@jest/globals';
import { startAccountServer } from './support/account.ts';
import { Assemblies } from './support/assemblies.ts';
import { play } from './transitions/row.ts';
import { SETTINGS_ROWS } from './transitions/settings.ts';

process.env.CDK_VALIDATION = 'false';
test('rows', async () => {
  await using server = await startAccountServer();
  using assemblies = new Assemblies();
  const rows = SETTINGS_ROWS.filter(({ name }) => name.startsWith('people'));
  for (const [index, row] of rows.entries()) {
    const outcomes = await play({ row, server, account: `${300_000_000_000 + index}`, assemblies }).catch(
      (error) => String(error),
    );
    writeFileSync(
      `/tmp/cdk-scratch/row-${index}.json`,
      JSON.stringify({ row: row.name, expected: row.steps.map((s) => s.expected), outcomes }, null, 1),
    );
  }
}, 900_000);
