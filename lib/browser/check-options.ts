import { type OptionKeys, optionKeysProblem } from '../core/option-keys.ts';
import { show } from '../core/problems.ts';
import { memberOf } from '../core/thrown.ts';
import type { CreateActuatorOptions } from './actuator.ts';
import { dialogPolicyProblem } from './dialog-policy.ts';
import { DownloadsFolder } from './downloads-folder.ts';
import { BrowserOptionsError } from './errors.ts';
import { checkPathPatterns } from './path-rules.ts';

/**
 * Checks what somebody has written, before a browser is opened for it.
 * @throws TypeError when a path pattern or `dialogs` is not valid, or `downloadsDir` cannot be used.
 */
export function checkActuatorOptions(
  options: Pick<
    CreateActuatorOptions,
    'allowedFileUploadPaths' | 'allowedFileOpenPaths' | 'dialogs' | 'downloadsDir'
  >,
): void {
  const { allowedFileUploadPaths = [], allowedFileOpenPaths = [] } = options;
  checkPathPatterns(allowedFileUploadPaths, 'allowedFileUploadPaths');
  checkPathPatterns(allowedFileOpenPaths, 'allowedFileOpenPaths');
  const problem = dialogPolicyProblem(options.dialogs);
  if (problem !== undefined) throw new TypeError(problem);
  new DownloadsFolder(options.downloadsDir);
}

/** Checks what a browser is described by, when it is written. @throws BrowserOptionsError for options that nobody would read */
export function checkBrowserKeys(call: string, options: unknown, keys: OptionKeys): void {
  const problem = optionKeysProblem(options, { call, keys, python: true });
  if (problem !== undefined) throw new BrowserOptionsError(problem);
}

/** @throws BrowserOptionsError for what is no list: the letters of a text would be arguments */
export function checkArguments(call: string, args: unknown): void {
  if (args === undefined || (Array.isArray(args) && args.every((each) => typeof each === 'string'))) return;
  throw new BrowserOptionsError({
    what: `args of ${call} is ${show(args)}.`,
    allowed: 'It must be a list of texts, such as ["--mute-audio"].',
  });
}

/** @throws BrowserOptionsError for what cannot be the size of a viewport */
export function checkViewportOption(call: string, viewport: unknown): void {
  if (viewport === undefined) return;
  const isSize = [memberOf(viewport, 'width'), memberOf(viewport, 'height')].every(
    (length) => Number.isInteger(length) && Number(length) > 0,
  );
  if (isSize) return;
  throw new BrowserOptionsError({
    what: `viewport of ${call} is ${show(viewport)}.`,
    allowed: 'It must have a width and a height in whole pixels, such as { width: 1600, height: 813 }.',
  });
}
