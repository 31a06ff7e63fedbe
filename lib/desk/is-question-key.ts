import { isDefinitionName } from '../contract/limits.ts';
import type { QuestionKey } from '../contract/question.ts';
import { isUuid } from '../contract/uuid.ts';

/** Whether there can be a question of this key: nothing else becomes a part of a key, a path or a name of a file. */
export function isQuestionKey({ definitionName, questionId }: QuestionKey): boolean {
  return isDefinitionName(definitionName) && isUuid(questionId);
}
