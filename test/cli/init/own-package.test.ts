import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { givenPackage, ownPackage } from '../../../lib/cli/init/own-package.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'nova-act-source-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** The root of the package in a folder where npm has installed it, as its package.json says. */
function installed(manifest: object | undefined): string {
  const root = path.join(home, 'npx', 'node_modules', 'nova-act-cdk');
  mkdirSync(root, { recursive: true });
  if (manifest !== undefined) writeFileSync(path.join(home, 'npx', 'package.json'), JSON.stringify(manifest));
  return root;
}

function write(file: string): string {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), '');
  return path.join(home, file);
}

describe('the package that the command came in', () => {
  const project = (): string => path.join(home, 'work', 'shop');

  test('a tarball, from the folder of the project', () => {
    write('downloads/nova-act-cdk-0.1.0.tgz');
    const root = installed({ dependencies: { 'nova-act-cdk': 'file:../downloads/nova-act-cdk-0.1.0.tgz' } });

    expect(ownPackage(project(), root)).toMatchObject({
      spec: 'file:../../downloads/nova-act-cdk-0.1.0.tgz',
      because: expect.stringContaining('tarball'),
    });
  });

  test('a tarball that is gone is not taken for anything else', () => {
    const root = installed({ dependencies: { 'nova-act-cdk': 'file:../downloads/nova-act-cdk-0.1.0.tgz' } });

    expect(() => ownPackage(project(), root)).toThrow(/There is no file .*\.tgz.* --package/);
  });

  test.each(['^0.1.0', '0.1.0', '~0.1'])('the registry (%s): its version', (saved) => {
    const root = installed({ devDependencies: { 'nova-act-cdk': saved } });

    expect(ownPackage(project(), root)).toMatchObject({
      spec: '^0.1.0',
      because: expect.stringContaining('registry'),
    });
  });

  test.each([
    'https://example.com/nova-act-cdk.tgz',
    'github:acme/nova-act-cdk',
    'git+ssh://git@example.com/acme/nova-act-cdk.git',
  ])('an address: %s', (saved) => {
    const root = installed({ dependencies: { 'nova-act-cdk': saved } });
    expect(ownPackage(project(), root)).toMatchObject({ spec: saved });
  });

  test.each([
    ['of a password', { dependencies: { 'nova-act-cdk': 'https://ann:secret@example.com/x.tgz' } }],
    ['of another way to install', { dependencies: { 'nova-act-cdk': 'workspace:*' } }],
    ['of an installation for all', undefined],
  ])('what cannot be told is said: nothing is passed on %s', (_, manifest) => {
    expect(ownPackage(project(), installed(manifest))).toEqual({
      spec: '^0.1.0',
      because: expect.stringContaining('cannot be told'),
    });
  });

  test('a clone is packed', () => {
    write('clone/bin/build.mjs');
    expect(ownPackage(project(), path.join(home, 'clone'))).toMatchObject({
      clone: path.join(home, 'clone'),
    });
  });
});

describe('the package that --package names', () => {
  const given = (spec: string): unknown => {
    const source = givenPackage(spec, { folder: path.join(home, 'work', 'shop'), directory: home });
    return source.clone ?? source.spec;
  };

  test.each([
    '0.1.0',
    '^0.1.0',
    'latest',
    'https://example.com/nova-act-cdk.tgz',
    'github:acme/nova-act-cdk',
  ])('%s as it is', (spec) => {
    expect(given(spec)).toBe(spec);
    expect(given(`nova-act-cdk@${spec}`)).toBe(spec);
  });

  test.each(['a.tgz', './a.tgz', 'file:a.tgz'])('%s: a file from where the command was called', (spec) => {
    write('a.tgz');
    expect(given(spec)).toBe('file:../../a.tgz');
  });

  test.each([
    ['b.tgz', 'There is no file'],
    ['.', 'is a folder'],
    ['not a spec', 'npm gets nothing from "not a spec"'],
  ])('%s is refused', (spec, why) => {
    expect(() => given(spec)).toThrow(why);
  });
});
