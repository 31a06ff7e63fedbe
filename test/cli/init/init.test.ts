import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Called, callCommand } from '../call-command.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'nova-act-init-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const init = (
  args: readonly string[],
  options: Partial<Parameters<typeof callCommand>[1]> = {},
): Promise<Called> => callCommand(['init', '--package', '0.1.0', ...args], { projectRoot: home, ...options });

const read = (file: string): string => readFileSync(path.join(home, file), 'utf8');

const manifest: { readonly devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
);

describe('the project', () => {
  test('has all that it takes, in the versions that this package is made with', async () => {
    const { exitCode, stdout, stderr } = await init(['my shop', '--no-install']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('It gets nova-act-cdk from 0.1.0: as --package says.');
    expect(stdout).toContain('cd "my shop"\n  npm install\n  npx nova-act-cdk run headline --local\n');
    const { name, dependencies, devDependencies } = JSON.parse(read('my shop/package.json'));
    expect(name).toBe('my-shop');
    const { 'nova-act-cdk': own, zod, ...others } = { ...dependencies, ...devDependencies };
    expect(own).toBe('0.1.0');
    expect(zod).toMatch(/^\^4\./);
    expect(manifest.devDependencies).toMatchObject(others);
    expect(Object.keys(others)).toEqual(
      expect.arrayContaining(['aws-cdk', 'aws-cdk-lib', 'tsx', 'typescript']),
    );
    expect(read('my shop/README.md')).toMatch(/^# my-shop\n/);
    expect(read('my shop/.gitignore')).toContain('.nova-act-secrets.json');
  });

  test('goes into an empty folder, beside what begins with a dot', async () => {
    mkdirSync(path.join(home, '.git'));

    const { exitCode, json } = await init(['--no-install', '--name', '@acme/shop', '--json']);

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      ok: true,
      data: {
        folder: home,
        name: '@acme/shop',
        package: { spec: '0.1.0' },
        files: expect.arrayContaining(['package.json', '.gitignore', 'workflows/headline.test.ts']),
        installed: false,
        next: [
          'npm install',
          'npx nova-act-cdk run headline --local',
          'npx nova-act-cdk dev',
          'npm test',
          'npm run check',
        ],
      },
    });
  });
});

describe('nothing is overwritten, and nothing half-written', () => {
  test.each(['notes.txt', '.gitignore'])('a folder with %s is refused', async (file) => {
    writeFileSync(path.join(home, file), 'mine');

    const { exitCode, stderr } = await init(['.']);

    expect({ exitCode, left: readdirSync(home), content: read(file) }).toEqual({
      exitCode: 2,
      left: [file],
      content: 'mine',
    });
    expect(stderr).toContain(`There are files in ${home}: ${file}.`);
  });

  test('a file is no folder', async () => {
    writeFileSync(path.join(home, 'shop'), '');

    const { exitCode, stderr } = await init(['shop']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${path.join(home, 'shop')} cannot be the folder of a project`);
  });
});

describe('npm', () => {
  /** A program named npm, which is the only one that the command finds. */
  function npm(script: string): { readonly environment: { readonly PATH: string } } {
    const bin = path.join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { environment: { PATH: bin } };
  }

  test('installs in the folder of the project', async () => {
    const { exitCode, stdout, stderr } = await init(
      ['shop'],
      npm('echo "$PWD $*" > npm-called\necho\necho "added 130 packages in 9s"'),
    );

    expect(exitCode).toBe(0);
    expect(read('shop/npm-called')).toContain(`${path.join(home, 'shop')} install `);
    expect(stderr).toContain('Installing its packages with npm …\nadded 130 packages in 9s\n');
    expect(stdout).toBe(
      '\nNext:\n  cd shop\n  npx nova-act-cdk run headline --local\n  npx nova-act-cdk dev\n  npm test\n  npm run check\n',
    );
  });

  test('that fails leaves the files, and it is said why and how to go on', async () => {
    const { exitCode, json, stderr } = await init(
      ['shop', '--json'],
      npm("echo 'npm error code ENOTFOUND' >&2\necho 'npm error network getaddrinfo' >&2\nexit 1"),
    );

    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      ok: false,
      error: { code: 'NpmError', help: expect.stringContaining('npm install') },
    });
    expect(stderr).toContain('npm install failed: code ENOTFOUND\nnetwork getaddrinfo');
    expect(stderr).toContain('The files of the project are there; to go on: cd shop && npm install');
    expect(existsSync(path.join(home, 'shop', 'workflows', 'headline.ts'))).toBe(true);
  });

  test('that is not there leaves them, too', async () => {
    const { exitCode, stderr } = await init(['shop'], { environment: { PATH: path.join(home, 'none') } });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no npm on the PATH');
  });

  test('is ended by Ctrl-C, and what is there is said', async () => {
    const interrupt = new AbortController();
    const called = init(['shop'], {
      ...npm('echo $$ > npm-called\nexec /bin/sleep 60'),
      interrupt: interrupt.signal,
    });
    while (!existsSync(path.join(home, 'shop', 'npm-called'))) await sleep(10);
    interrupt.abort();

    const { exitCode, stderr } = await called;

    expect(exitCode).toBe(130);
    expect(stderr).toContain('The files of the project are there; to go on: cd shop && npm install\n');
    expect(() => process.kill(Number(read('shop/npm-called')), 0)).toThrow('ESRCH');
  });
});
