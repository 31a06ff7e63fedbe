import { isRecord } from '../core/is-record.ts';
import { type Problem, ProblemsError, show, unknownKeys } from '../core/problems.ts';
import type { PersonAnswer } from './scenario-people.ts';

/** Reads what a test says for a person; `undefined` leaves the question open. @throws ProblemsError */
export function readPersonAnswer(given: unknown): Exclude<PersonAnswer, boolean> | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'boolean') return { answer: given };
  const { answer, by, comment } = isRecord(given) ? given : {};
  const { name, subject } = isRecord(by) ? by : {};
  const problems = isRecord(given)
    ? [
        ...unknownKeys('answer', given, ['answer', 'by', 'comment']),
        ...(isRecord(by) ? unknownKeys('answer.by', by, ['name', 'subject']) : []),
        ...problemOf('answer.by', by, by === undefined || isRecord(by), 'an object with name and subject'),
        ...Object.entries({
          'answer.by.name': name,
          'answer.by.subject': subject,
          'answer.comment': comment,
        }).flatMap(([where, text]) => problemOf(where, text, isTextOrNothing(text), 'a text, or nothing')),
      ]
    : [];
  if (typeof answer === 'boolean' && problems.length === 0 && [name, subject, comment].every(isTextOrNothing))
    return { answer, by: { name: textIn(name), subject: textIn(subject) }, comment: textIn(comment) };
  if (typeof answer !== 'boolean')
    problems.unshift(
      ...problemOf(
        'answer',
        given,
        false,
        'true, false, { answer: true or false, by, comment }, or undefined, which leaves the question open',
      ),
    );
  throw new ProblemsError('answer of people, an option of startScenario,', problems);
}

function problemOf(where: string, got: unknown, isRight: boolean, allowed: string): Problem[] {
  if (isRight) return [];
  return [{ where, what: 'is not what it should be', got: show(got), allowed, fix: 'return one of these' }];
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
