import { describe, expect, jest, test } from '@jest/globals';
import {
  EXIT,
  ExplainedError,
  hasCode,
  isExplained,
  messageOf,
  nameOf,
  reasonOf,
} from '../../lib/core/errors.ts';

class UsageMistake extends ExplainedError {
  override readonly name = 'UsageMistake';
}

describe('an error that its reader mends', () => {
  test('says what is wrong, what is allowed and what to do, and has the exit code of wrong usage', () => {
    const cause = new Error('before');
    const error = new UsageMistake({ what: 'It is red.', allowed: 'Blue is.', fix: 'Paint it.', cause });

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'UsageMistake',
      message: 'It is red. Blue is. Paint it.',
      exitCode: EXIT.usage,
      cause,
    });
  });

  test('may be said in one text', () => {
    expect(new UsageMistake('It is red.').message).toBe('It is red.');
    expect('cause' in new UsageMistake('It is red.')).toBe(false);
  });
});

describe('whatever was thrown has a message and a name', () => {
  const stubborn = {
    get message(): string {
      throw new Error('no');
    },
    get name(): string {
      throw new Error('no');
    },
  };

  test.each([
    ['an error', new TypeError('wrong'), 'wrong', 'TypeError'],
    ['an object of another realm', { name: 'Far', message: 'away' }, 'away', 'Far'],
    ['a text', 'oops', 'oops', 'Error'],
    ['nothing', undefined, 'undefined', 'Error'],
    ['a symbol', Symbol('s'), 'Symbol(s)', 'Error'],
    ['an object without a prototype', Object.create(null), '{}', 'Error'],
    [
      'an object that does not let itself be asked',
      stubborn,
      "{ message: '[getter]', name: '[getter]' }",
      'Error',
    ],
  ])('%s', (_, thrown, message, name) => {
    expect(messageOf(thrown)).toBe(message);
    expect(nameOf(thrown)).toBe(name);
  });

  test('and a code only if it is that one', () => {
    expect(hasCode(Object.assign(new Error('x'), { code: 'ENOENT' }), 'ENOENT')).toBe(true);
    expect(hasCode('ENOENT', 'ENOENT')).toBe(false);
  });

  test.each([
    ['ENOENT', 'it does not exist'],
    ['EISDIR', 'it is a directory'],
    ['EPERM', 'permission denied'],
    ['EMFILE', 'too many'],
  ])('the reason of %s is "%s"', (code, reason) => {
    expect(reasonOf(Object.assign(new Error('too many.'), { code }))).toBe(reason);
  });
});

describe('an explained error of another copy of this package', () => {
  const other = (): typeof import('../../lib/core/errors.ts') => {
    let copy: typeof import('../../lib/core/errors.ts') | undefined;
    jest.isolateModules(() => {
      copy = jest.requireActual('../../lib/core/errors.ts');
    });
    if (copy === undefined) throw new Error('There is no other copy.');
    return copy;
  };

  test('is known as one, whatever its class is', () => {
    const { ExplainedError: OtherError } = other();
    class Fault extends OtherError {}

    expect(OtherError).not.toBe(ExplainedError);
    expect(isExplained(new Fault('It is red.'))).toBe(true);
    expect(new Fault('It is red.')).toBeInstanceOf(OtherError);
  });

  test('is none of the classes that extend it here, and others are no explained errors', () => {
    expect(new (other().ExplainedError)('It is red.')).not.toBeInstanceOf(UsageMistake);
    expect(new UsageMistake('It is red.')).toBeInstanceOf(UsageMistake);
    expect([new Error('It is red.'), undefined, {}].some((each) => isExplained(each))).toBe(false);
  });
});
