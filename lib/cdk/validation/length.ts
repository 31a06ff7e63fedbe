import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/problems.ts';

/** Checks a text that may be left out, but not be empty. A token is left to the deployment. */
export function checkLength(options: {
  readonly where: string;
  readonly text: string | undefined;
  readonly maxLength: number;
  readonly what: string;
}): Problem[] {
  const { where, text, maxLength, what } = options;
  if (text === undefined || Token.isUnresolved(text)) return [];
  if (text.length >= 1 && text.length <= maxLength) return [];
  return [
    {
      where,
      what,
      got: `${text.length} characters`,
      allowed: `1 to ${maxLength} characters`,
      fix: text.length === 0 ? 'leave it out' : 'shorten it',
    },
  ];
}
