// Writes the table of races into its page: npm run docs:races
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { read, root } from '../markdown.ts';
import { PAGE, withRaces } from './section.ts';

writeFileSync(path.join(root, PAGE), withRaces(read(PAGE)));
