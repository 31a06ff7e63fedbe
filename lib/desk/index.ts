export {
  answerDeskRequest,
  type DeskAnswer,
  type DeskRequest,
} from './answer-desk-request.ts';
export { Desk, type DeskParts } from './desk.ts';
export { DeskError } from './desk-error.ts';
export { type DeskCaller, type DeskRoute, deskRoutes } from './desk-route.ts';
export { LIMITS } from './limits.ts';
export { MemoryStore } from './memory-store.ts';
export { type DeskPage, type DeskPageOptions, type DeskSignIn, deskPage } from './page/desk-page.ts';
export type { Question } from './question.ts';
export type { QuestionStore } from './question-store.ts';
export { forgottenAt } from './rules/question-status.ts';
export type { SignedIn } from './signed-in.ts';
