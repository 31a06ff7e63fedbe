import { expect, test } from '@jest/globals';
import { checkFolder, projectName } from '../../../lib/cli/init/project-name.ts';

const taken = ['nova-act-cdk', 'zod'];

test.each([
  ['shop', 'shop'],
  ['My Shop', 'my-shop'],
  ['Café_2', 'cafe_2'],
  ['.hidden', 'hidden'],
  // npm refuses a package that depends on one of its own name.
  ['zod', 'zod-project'],
  ['nova-act-cdk', 'nova-act-cdk-project'],
  ['node_modules', 'node_modules-project'],
])('a folder %p makes the project %p', (folder, name) => {
  expect(projectName(undefined, { folder: `/home/ann/${folder}`, taken })).toBe(name);
});

test('a folder without any letter that npm knows asks for a name', () => {
  expect(() => projectName(undefined, { folder: '/home/ann/店', taken })).toThrow('--name shop');
});

test.each(['shop', '@acme/shop', '3d.shop_a-b'])('--name %s is taken as it is', (name) => {
  expect(projectName(name, { folder: '/home/ann/x', taken })).toBe(name);
});

test.each([
  ['Shop', '"Shop" is no name for npm.', 'Try --name shop'],
  ['a b', '"a b" is no name', 'Try --name a-b'],
  ['zod', 'cannot be named zod', 'Try --name zod-project'],
  ['', '"" is no name', 'A name has small letters'],
  ['x'.repeat(215), 'is no name', `Try --name ${'x'.repeat(214)}`],
])('--name %p is refused, with one that would do', (name, what, fix) => {
  const call = (): unknown => projectName(name, { folder: '/home/ann/x', taken });
  expect(call).toThrow(what);
  expect(call).toThrow(fix);
});

test.each([
  ['', '/home/ann', 'The name of the folder is empty.'],
  ['node_modules', '/home/ann/node_modules', 'in a folder named node_modules'],
  ['favicon.ico', '/home/ann/favicon.ico', 'in a folder named favicon.ico'],
  ['CON', '/home/ann/CON', 'in a folder named CON'],
])('the folder %p is refused', (given, folder, what) => {
  expect(() => checkFolder(given, folder)).toThrow(what);
});

test.each([undefined, '.', 'shop', 'console'])('the folder %p is taken', (given) => {
  expect(() => checkFolder(given, `/home/ann/${given ?? 'x'}`)).not.toThrow();
});
