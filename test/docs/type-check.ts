import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CodeBlock, root } from './markdown.ts';

/** What a fragment may take for granted. */
const FRAGMENT_SCOPE = `
import { z } from 'zod';
import { NovaAct, Workflow, workflow } from '../lib/sdk/index.ts';
declare const nova: NovaAct;
void [z, NovaAct, Workflow, workflow];
`;

/**
 * Type-checks blocks of code with the project's own settings. A block with imports is a module as it stands; one without
 * is a fragment, and becomes the body of a function that has `nova` and the main names of the SDK.
 *
 * @returns the compiler's complaints, with the places of the blocks instead of file names
 */
export function typeCheck(blocks: readonly CodeBlock[]): readonly string[] {
  // `build` is not under version control, and inside the project, so that packages are found.
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const dir = mkdtempSync(path.join(root, 'build', 'docs-'));
  try {
    // The package by its name, as in the projects of those who use it.
    const paths = { 'nova-act-cdk': ['../../lib/sdk/index.ts'], 'nova-act-cdk/*': ['../../lib/*/index.ts'] };
    const config = { extends: '../../tsconfig.json', compilerOptions: { paths }, include: ['*.ts'] };
    writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify(config));
    blocks.forEach(({ code }, index) => {
      writeFileSync(path.join(dir, `block-${index}.ts`), fromHere(asModule(code)));
    });
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '--project', dir, '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status === 0) return [];
    return stdout
      .trim()
      .split('\n')
      .map((line) =>
        line.replace(/^\S*block-(\d+)\.ts/, (_, index) => blocks[Number(index)]?.place ?? 'unknown'),
      );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function asModule(code: string): string {
  if (/^import /m.test(code)) return code;
  if (/^export /m.test(code)) return `${FRAGMENT_SCOPE}\n${code}`;
  return `${FRAGMENT_SCOPE}\nexport async function fragment(): Promise<void> {\n${code}\n}\n`;
}

/** Blocks import as a file in `workflows/` would; here the project is one folder further up. */
function fromHere(code: string): string {
  return code.replace(/(from |import\()(['"])\.\.\//g, '$1$2../../');
}
