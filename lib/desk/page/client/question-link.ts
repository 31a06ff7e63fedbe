import { isDefinitionName } from '../../../contract/limits.ts';
import { type QuestionKey, SECRET_PATTERN } from '../../../contract/question.ts';
import { isUuid } from '../../../contract/uuid.ts';

/** Which question a link is for, and the secret by which its person is known. */
export interface QuestionLink extends QuestionKey {
  readonly token: string;
}

/**
 * Reads what stands behind `#` in a link.
 *
 * @returns undefined when it is not that of a question
 */
export function readLink(fragment: string): QuestionLink | undefined {
  // Programs for mail take the end of a sentence, or of brackets, for a part of the address.
  const parts = decoded(fragment)
    .replace(/^#/, '')
    .replace(/[\s.,;:!?)>\]"']+$/, '')
    .split('/');
  const [definitionName = '', questionId = '', token = ''] = parts;
  if (parts.length !== 3 || !isDefinitionName(definitionName) || !isUuid(questionId)) return undefined;
  return SECRET_PATTERN.test(token) ? { definitionName, questionId, token } : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
