import type { z } from 'zod';
import type { Problem } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';

/** What an issue of zod means, for people: for rules whose schema has no words of its own. */
export function plainWords(issue: z.core.$ZodIssue, value: unknown): PlainWords {
  switch (issue.code) {
    case 'invalid_type': {
      const allowed = kindOf(issue.expected);
      if (value === undefined) return { what: 'is missing', allowed, fix: 'add it' };
      return { what: `must be ${allowed}`, allowed, fix: `write ${allowed}` };
    }
    case 'too_small': {
      const allowed = `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
      if (isNumber(issue)) return { what: 'is too small', allowed, fix: `use ${allowed}` };
      return {
        what: 'is too short',
        allowed: `${allowed} ${unitOf(issue, issue.minimum)}`,
        fix: 'make it longer',
      };
    }
    case 'too_big': {
      const allowed = `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
      if (isNumber(issue)) return { what: 'is too large', allowed, fix: `use ${allowed}` };
      return {
        what: 'is too long',
        allowed: `${allowed} ${unitOf(issue, issue.maximum)}`,
        fix: 'shorten it',
      };
    }
    case 'invalid_format': {
      const allowed = issue.pattern === undefined ? issue.format : `a string that matches ${issue.pattern}`;
      return { what: 'has another form', allowed, fix: 'write it in this form' };
    }
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const near = typeof value === 'string' ? didYouMean(value, choices) : undefined;
      const fix = near === undefined ? `choose one, such as "${choices[0]}"` : `did you mean "${near}"?`;
      return { what: 'is not one of the choices', allowed: choices.join(', '), fix };
    }
    case 'invalid_union': {
      const kinds = issue.errors.flat().map((error) => plainWords(error, value).allowed);
      const allowed = [...new Set(kinds)].join(', or ') || 'one of several forms';
      return { what: 'has none of the forms that it may have', allowed, fix: 'choose one of them' };
    }
    default:
      return { what: 'breaks a rule', allowed: issue.message, fix: 'change it' };
  }
}

type PlainWords = Pick<Problem, 'what' | 'allowed' | 'fix'>;

interface Sized {
  /** What is counted, in the words of zod. */
  readonly origin: string;
}

function isNumber({ origin }: Sized): boolean {
  return ['number', 'int', 'bigint'].includes(origin);
}

function unitOf({ origin }: Sized, count: number | bigint): string {
  const [one, many] = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return Number(count) === 1 ? one : many;
}

function kindOf(expected: string): string {
  const kinds = new Map([
    ['int', 'a whole number'],
    ['boolean', 'true or false'],
    ['array', 'a list'],
    ['record', 'an object'],
    ['object', 'an object'],
  ]);
  return kinds.get(expected) ?? `a ${expected}`;
}
