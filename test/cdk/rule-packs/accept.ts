// Looks at all apps with all rule packs, and writes what docs/security.md says of it: npm run rule-packs
import { readFileSync, writeFileSync } from 'node:fs';
import { measure } from './measure.ts';
import { PAGE, pageWith } from './page.ts';

writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), measure()));
