import type { QuestionAction, QuestionKey } from '../contract/question.ts';
import { isQuestionKey } from './is-question-key.ts';

/** What stands at a path below the address of a desk, a route for each method: none at paths that it does not have. */
export function deskRoutes(path: string): readonly DeskRoute[] {
  const [, definitionName, questionId, last] = PATH.exec(path) ?? [];
  if (definitionName === undefined || questionId === undefined) return [];
  const key = { definitionName, questionId };
  if (!isQuestionKey(key)) return [];
  return ROUTES.filter((route) => route.last === last).map(({ action, method, from }) => ({
    ...{ key, action, method, from },
  }));
}

/** One thing that can be asked of a desk. */
export interface DeskRoute {
  readonly key: QuestionKey;
  readonly action: 'ask' | 'state' | QuestionAction;
  readonly method: 'GET' | 'PUT' | 'POST';
  /** For whom it is: who calls has to be one, by a signature or by the token in the body. */
  readonly from: DeskCaller;
}

/** Workflows sign what they send, people have a token. */
export type DeskCaller = 'workflow' | 'person';

const PATH = /^\/workflows\/([^/]+)\/questions\/([^/]+)(?:\/([a-z]+))?$/;

const ROUTES: readonly (Omit<DeskRoute, 'key'> & { readonly last: QuestionAction | undefined })[] = [
  { last: undefined, method: 'PUT', action: 'ask', from: 'workflow' },
  { last: undefined, method: 'GET', action: 'state', from: 'workflow' },
  { last: 'withdraw', method: 'POST', action: 'withdraw', from: 'workflow' },
  { last: 'read', method: 'POST', action: 'read', from: 'person' },
  { last: 'answer', method: 'POST', action: 'answer', from: 'person' },
  { last: 'take', method: 'POST', action: 'take', from: 'person' },
];
