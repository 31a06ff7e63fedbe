// Writes docs/commands from what the commands say of themselves: npm run docs:commands
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandPages, FOLDER } from './pages.ts';

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of await commandPages()) writeFileSync(path.join(FOLDER, name), text);
