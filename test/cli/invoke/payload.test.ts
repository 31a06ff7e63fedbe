import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readPayload } from '../../../lib/cli/invoke/payload.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';

const directory = temporaryFolder();

test.each([
  ['text in UTF-16', Buffer.from('{"a":"é"}', 'utf16le'), /not JSON|not text in UTF-8/],
  ['text in Latin-1', Buffer.from('{"a":"é"}', 'latin1'), 'is not text in UTF-8. Save it in UTF-8'],
  ['no JSON', Buffer.from('{a}'), 'Mend the file'],
])('a payload file with %s is refused', async (_, bytes, message) => {
  writeFileSync(path.join(directory, 'payload.json'), bytes);

  await expect(readPayload({ payloadFile: 'payload.json' }, directory)).rejects.toThrow(message);
});

test('a mark at the beginning is no part of the payload', async () => {
  writeFileSync(path.join(directory, 'payload.json'), '\ufeff{}');

  expect(Buffer.from(await readPayload({ payloadFile: 'payload.json' }, directory)).toString()).toBe('{}');
});
