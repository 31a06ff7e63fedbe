import { MAX_TEXT_LENGTH } from '../../contract/limits.ts';
import { show } from '../../core/problems.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { InvalidInputLength, InvalidTimeout, ValidationFailed } from '../errors.ts';
import type { Human, HumanDescriptions } from './human.ts';

/** @throws ValidationFailed for what no people can be asked by. */
export function checkHuman(human: Human | undefined): void {
  if (human === undefined) return;
  if (typeof human === 'function') {
    throw new ValidationFailed(
      'human is a function; it must be what it gives: write human: webHuman(), with the parentheses, or an object such as { approve: (request) => true }.',
    );
  }
  checkKeys('human', human, HUMAN_KEYS);
  checkOption('human.approve', human.approve, 'function');
  checkOption('human.takeOver', human.takeOver, 'function');
  checkOption('human.prepare', human.prepare, 'function');
  checkOption('human.reportsPending', human.reportsPending, 'flag');
  checkWait(human.timeoutMs);
  if (human.descriptions !== undefined) checkDescriptions(human.descriptions);
  if (human.approve !== undefined || human.takeOver !== undefined) return;
  throw new ValidationFailed(
    'human offers nothing that the agent could ask for: name `approve` or `takeOver`, or leave human out.',
  );
}

/** How long a person may take unless it is said. */
export const DEFAULT_HUMAN_TIMEOUT_MS = 3_600_000;

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 604_800_000;

function checkWait(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined) return;
  if (Number.isInteger(timeoutMs) && timeoutMs >= MIN_WAIT_MS && timeoutMs <= MAX_WAIT_MS) return;
  throw new InvalidTimeout(
    `human.timeoutMs is ${show(timeoutMs)}; it must be a whole number from ${MIN_WAIT_MS} to ${MAX_WAIT_MS} (1 s to 7 days). Leave it out for 1 hour.`,
  );
}

function checkDescriptions(descriptions: HumanDescriptions): void {
  checkKeys('human.descriptions', descriptions, DESCRIPTION_KEYS);
  for (const [key, text] of Object.entries(descriptions)) {
    checkOption(`human.descriptions.${key}`, text, 'text');
    if (text === undefined || (text.length > 0 && text.length <= MAX_TEXT_LENGTH)) continue;
    throw new InvalidInputLength(
      `human.descriptions.${key} has ${text.length} characters; 1 to ${MAX_TEXT_LENGTH} are allowed.`,
    );
  }
}

/** The options of people, whoever is asked. */
export const HUMAN_KEYS = {
  approve: true,
  takeOver: true,
  timeoutMs: true,
  reportsPending: true,
  descriptions: true,
  prepare: true,
} as const satisfies Record<keyof Human, true>;

const DESCRIPTION_KEYS = {
  approve: true,
  approveMessage: true,
  takeOver: true,
  takeOverMessage: true,
} as const satisfies Record<keyof HumanDescriptions, true>;
