import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflowSync, stageContext } from '../../lib/bundle/index.ts';
import { makeProject } from './project.ts';

const project = makeProject({
  'workflows/greet.ts': 'export const main = () => 1;',
  '.env': 'SECRET=1',
  'context/left-over.txt': 'from an earlier build',
});
afterAll(() => project.remove());

const bundle = bundleWorkflowSync({
  projectRoot: project.root,
  entry: 'workflows/greet.ts',
  outDir: path.join(project.root, 'out'),
});

describe('when a build context is staged', () => {
  const { dir, playwrightVersion } = stageContext({
    bundleDir: bundle.dir,
    contextDir: path.join(project.root, 'context'),
    projectRoot: project.root,
  });

  test('it holds the bundle, playwright-core and what Docker needs, and nothing of the project', () => {
    expect(readdirSync(dir).sort()).toEqual([
      '.dockerignore',
      'Dockerfile',
      'main.mjs',
      'node_modules',
      'package.json',
    ]);
    expect(readdirSync(path.join(dir, 'node_modules'))).toEqual(['playwright-core']);
    // Not by `toEqual`, which takes seconds for the bytes of a bundle.
    expect(readFileSync(path.join(dir, 'main.mjs')).equals(readFileSync(bundle.mainFile))).toBe(true);
  });

  test('package.json pins the version that was copied', () => {
    const read = (file: string): Record<string, unknown> =>
      JSON.parse(readFileSync(path.join(dir, file), 'utf8'));
    expect(read('package.json')).toMatchObject({
      type: 'module',
      private: true,
      dependencies: { 'playwright-core': playwrightVersion },
    });
    expect(read('node_modules/playwright-core/package.json').version).toBe(playwrightVersion);
  });

  test('the copy of playwright-core works without what was left out', () => {
    const copied = path.join(dir, 'node_modules', 'playwright-core');
    expect(existsSync(path.join(copied, 'types'))).toBe(false);
    const { chromium }: { chromium: { name(): string } } = require(copied);
    expect(chromium.name()).toBe('chromium');
  });
});

describe('when the image is described', () => {
  const dockerfile = readFileSync(
    path.resolve(import.meta.dirname, '..', '..', 'container', 'Dockerfile'),
    'utf8',
  );

  test('it runs as a user without rights, and every command is an exec form, so that signals arrive', () => {
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    const commands = dockerfile.match(/^\s*(?:CMD|ENTRYPOINT) .*$/gm) ?? [];
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(() => JSON.parse(command.replace(/^\s*\w+ /, ''))).not.toThrow();
  });
});

describe('when the host speaks MCP', () => {
  test('the image names its port, and asks there whether it is healthy; nothing else differs', () => {
    const [http, mcp] = (['HTTP', 'MCP'] as const).map((protocol) => {
      const contextDir = path.join(project.root, protocol);
      stageContext({ bundleDir: bundle.dir, contextDir, protocol });
      return readFileSync(path.join(contextDir, 'Dockerfile'), 'utf8');
    });
    expect(mcp).toMatch(/^EXPOSE 8000$/m);
    expect(mcp).toContain('NOVA_ACT_RUNTIME_PORT || 8000}/ping');
    expect(mcp?.replaceAll('8000', '8080')).toBe(http);
  });
});

describe('when the source map is wanted', () => {
  test('it is there', () => {
    const contextDir = path.join(project.root, 'with-map');
    stageContext({ bundleDir: bundle.dir, contextDir, includeSourceMap: true });
    expect(existsSync(path.join(contextDir, 'main.mjs.map'))).toBe(true);
  });
});

describe('when there is no bundle', () => {
  test('the error says what to do first', () => {
    expect(() => stageContext({ bundleDir: project.root, contextDir: path.join(project.root, 'x') })).toThrow(
      /There is no main\.mjs in .*Run bundleWorkflow into that folder first/,
    );
  });
});

describe('when the folder is read at once', () => {
  test('what is in it is the same, and playwright-core is not copied where the file system can link', () => {
    const files = (contextDir: string, link: boolean): Map<string, number> => {
      stageContext({ bundleDir: bundle.dir, contextDir, projectRoot: project.root, link });
      const names = readdirSync(contextDir, { recursive: true, encoding: 'utf8' }).sort();
      return new Map(names.map((name) => [name, statSync(path.join(contextDir, name)).size]));
    };
    const [copied, linked] = ['copied', 'linked'].map((name) => path.join(project.root, name));
    expect(files(linked ?? '', true)).toEqual(files(copied ?? '', false));
    const copyOf = (folder = ''): number =>
      statSync(path.join(folder, 'node_modules', 'playwright-core', 'package.json')).nlink;
    expect(copyOf(linked)).toBeGreaterThanOrEqual(copyOf(copied));
  });
});
