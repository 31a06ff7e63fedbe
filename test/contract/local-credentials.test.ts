import { describe, expect, test } from '@jest/globals';
import {
  isLocalCredentials,
  localIdentityOf,
  makeLocalCredentials,
} from '../../lib/contract/local-credentials.ts';

describe('credentials of local AWS', () => {
  test('are known by both halves, and tell whose they are', () => {
    const pair = makeLocalCredentials();

    expect(isLocalCredentials(pair)).toBe(true);
    expect(localIdentityOf(pair.accessKeyId)).toMatch(/^[A-Z2-7]{16}$/);
    expect(pair.accessKeyId).toBe(`LOCAL${localIdentityOf(pair.accessKeyId)}`);
  });

  test('are other ones each time', () => {
    const pairs = Array.from({ length: 100 }, makeLocalCredentials);

    expect(new Set(pairs.map(({ accessKeyId }) => accessKeyId)).size).toBe(100);
    expect(new Set(pairs.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(100);
  });

  test('have the lengths that AWS allows for keys', () => {
    const { accessKeyId, secretAccessKey } = makeLocalCredentials();

    expect(accessKeyId).toMatch(/^\w{16,128}$/);
    expect(secretAccessKey).toHaveLength(40);
  });
});

describe('other credentials', () => {
  const { accessKeyId, secretAccessKey } = makeLocalCredentials();

  test.each([
    ['of AWS', { accessKeyId: 'ASIAREALREALREALREAL', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }],
    ['made up by hand', { accessKeyId: 'local', secretAccessKey: 'local' }],
    ['with a secret of AWS', { accessKeyId, secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }],
    ['with a key id of AWS', { accessKeyId: 'ASIAREALREALREALREAL', secretAccessKey }],
    ['that only begin like them', { accessKeyId: `${accessKeyId}X`, secretAccessKey }],
    ['that are not there', { accessKeyId: undefined, secretAccessKey: undefined }],
  ])('%s are not local', (_, pair) => {
    expect(isLocalCredentials(pair)).toBe(false);
  });

  test.each(['local', 'LOCAL', 'ASIAREALREALREALREAL', `x${accessKeyId}`, ''])('%j tells nobody', (id) => {
    expect(localIdentityOf(id)).toBeUndefined();
  });
});
