// Writes the table of time and cost into its page: npm run docs:fleets
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { read, root } from '../markdown.ts';
import { PAGE, withFleetCosts } from './section.ts';

writeFileSync(path.join(root, PAGE), withFleetCosts(read(PAGE)));
