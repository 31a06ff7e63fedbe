import { isDefinitionName, MAX_DEFINITION_NAME_LENGTH, MAX_TEXT_LENGTH } from '../contract/limits.ts';
import { show, showKind } from '../core/problems.ts';
import {
  InvalidInputLength,
  InvalidMaxSteps,
  InvalidScreenResolution,
  InvalidTimeout,
  ValidationFailed,
} from './errors.ts';

export const DEFAULT_MAX_STEPS = 30;
export const MAX_STEPS_LIMIT = 199;
export const MIN_TIMEOUT_MS = 2_000;
export const MAX_TIMEOUT_MS = 1_800_000;
export const MAX_OBSERVATION_DELAY_MS = 60_000;

/** Viewports the model was made for, in CSS pixels: 1600×813, 20 % either way. */
const VIEWPORT = { minWidth: 1280, maxWidth: 1920, minHeight: 650.4, maxHeight: 975.6 } as const;

/** Throws unless `task` (prompt and schema suffix together) can be sent. */
export function checkTask(task: { readonly prompt: string; readonly suffix: string }): void {
  if (typeof task.prompt !== 'string') {
    throw new InvalidInputLength(
      `The prompt is ${showKind(task.prompt)}; it must be a text that says in plain words what to do.`,
    );
  }
  if (task.prompt.trim() === '') {
    throw new InvalidInputLength(
      'The prompt is empty. Say in plain words what to do, for example "Click the About link".',
    );
  }
  checkFilled(task.prompt);
  const schemaLength = codePoints(task.suffix);
  const length = codePoints(task.prompt) + schemaLength;
  if (length > MAX_TEXT_LENGTH) {
    const withSchema = task.suffix === '' ? '' : ` (${schemaLength} of them are the schema)`;
    const isSchema = schemaLength > MAX_TEXT_LENGTH / 2;
    throw new InvalidInputLength(
      `The prompt has ${length} characters${withSchema}; at most ${MAX_TEXT_LENGTH} are allowed. ` +
        (isSchema ? 'Ask for fewer fields at a time.' : 'Split the task into several acts.'),
    );
  }
}

/** What a template made of a value that is no text: the model would take it for the task. */
function checkFilled(prompt: string): void {
  const what =
    /\[object \w+\]/.exec(prompt)?.[0] ?? /^\s*(?:undefined|null|NaN)\s*$/.exec(prompt)?.[0].trim();
  if (what === undefined) return;
  const why = what.startsWith('[')
    ? 'an object. Put a text there: a member of it, or JSON.stringify(…).'
    : 'a missing value. See where the value should come from: a member of another name, say, or a result that is not there yet.';
  throw new ValidationFailed(`The prompt has "${what}" in it, which JavaScript makes of ${why}`);
}

/** How the service counts characters: an emoji is one of them, though two of JavaScript's. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Throws unless a timeout is absent or a whole number of milliseconds in range. */
export function checkTimeout(timeoutMs: number | undefined, name = 'timeoutMs'): void {
  if (timeoutMs === undefined) return;
  if (!Number.isInteger(timeoutMs) || timeoutMs < MIN_TIMEOUT_MS || timeoutMs > MAX_TIMEOUT_MS) {
    throw new InvalidTimeout(
      `${name} is ${show(timeoutMs)}; it must be a whole number from ${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS} (2 s to 30 min). Leave it out for the default.`,
    );
  }
}

/** Throws unless a pause before looks is absent or a whole number of milliseconds in range. */
export function checkObservationDelay(delayMs: number | undefined): void {
  if (delayMs === undefined) return;
  if (!Number.isInteger(delayMs) || delayMs < 0 || delayMs > MAX_OBSERVATION_DELAY_MS) {
    throw new InvalidTimeout(
      `observationDelayMs is ${show(delayMs)}; it must be a whole number from 0 to ${MAX_OBSERVATION_DELAY_MS} (1 min). Leave it out for none.`,
    );
  }
}

/** Throws unless `maxSteps` is a whole number in range. */
export function checkMaxSteps(maxSteps: number): void {
  if (!Number.isInteger(maxSteps) || maxSteps < 1 || maxSteps > MAX_STEPS_LIMIT) {
    throw new InvalidMaxSteps(
      `maxSteps is ${show(maxSteps)}; it must be a whole number from 1 to ${MAX_STEPS_LIMIT} (default ${DEFAULT_MAX_STEPS}).`,
    );
  }
}

/** Throws unless the name is one the service takes. */
export function checkDefinitionName(name: unknown): asserts name is string {
  if (typeof name !== 'string' || !isDefinitionName(name)) {
    throw new ValidationFailed(
      `definitionName is ${JSON.stringify(name)}; it must have 1 to ${MAX_DEFINITION_NAME_LENGTH} characters out of a-z, A-Z, 0-9, "_" and "-".`,
    );
  }
}

/** Whether the model was made for pages of that size. */
export function isUsableSize({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): boolean {
  const { minWidth, maxWidth, minHeight, maxHeight } = VIEWPORT;
  return width >= minWidth && width <= maxWidth && height >= minHeight && height <= maxHeight;
}

export const USABLE_SIZES = 'Nova Act works from 1280×651 to 1920×975 (best: 1600×813)';

/** Throws unless the viewport is one the model was made for. */
export function checkViewport(viewport: { readonly width: number; readonly height: number }): void {
  const { width, height } = viewport;
  if (!isUsableSize(viewport)) {
    throw new InvalidScreenResolution(
      `The viewport is ${width}×${height} CSS pixels; ${USABLE_SIZES}. ` +
        "Set the browser's `viewport` (of a page of your own: `page.setViewportSize({ width: 1600, height: 813 })`), or pass `ignoreScreenSize: true` to NovaAct.start.",
    );
  }
}
