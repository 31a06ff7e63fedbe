import type { CreateActuatorOptions } from './actuator.ts';
import { dialogPolicyProblem } from './dialog-policy.ts';
import { DownloadsFolder } from './downloads-folder.ts';
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
