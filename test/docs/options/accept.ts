// Writes docs/options.md from the comments in the types: npm run docs:options
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../markdown.ts';
import { optionsPage, PAGE } from './page.ts';

writeFileSync(path.join(root, PAGE), optionsPage());
