import { describe, expect, test } from '@jest/globals';
import { storageProblem } from '../../lib/local/storage-problem.ts';

const failed = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: refused`), { code, path });

describe('what the disk refuses', () => {
  test.each([
    ['ENOSPC', 'There is no space left in the state folder /s (ENOSPC: refused). Free some, or'],
    ['EDQUOT', 'The disk quota is used up in the state folder /s'],
    ['EFBIG', 'A file has become too large in the state folder /s'],
    ['EROFS', 'The file system is read-only at the state folder /s'],
    ['EIO', 'The disk fails at the state folder /s'],
    ['EACCES', 'Permission is denied in the state folder /s'],
    ['EPERM', 'Permission is denied in the state folder /s'],
  ])('%s is said with the folder and a way out', (code, words) => {
    const problem = storageProblem(failed(code, '/s/nova-act/journal.jsonl'), '/s');
    expect(problem).toContain(words);
    expect(problem).toMatch(/, or choose another folder with --state-dir\.$/);
  });

  test('elsewhere names that place, for which no option is of use', () => {
    expect(storageProblem(failed('ENOSPC', '/tmp/x/y'), '/s')).toBe(
      'There is no space left in /tmp/x (ENOSPC: refused). Free some.',
    );
  });

  test.each([
    ['rights on something else', failed('EACCES', '/usr/bin/docker')],
    ['rights on nothing that is named', failed('EACCES')],
    ['a file that is not there', failed('ENOENT', '/s/x')],
    ['no error of the system', new Error('no')],
  ])('is not %s', (_what, error) => {
    expect(storageProblem(error, '/s')).toBeUndefined();
  });
});
