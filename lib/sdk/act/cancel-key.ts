import { VARIABLE } from '../../contract/variables.ts';

/**
 * Whether Ctrl-X cancels acts: where somebody sits at a terminal, sees what is said there, and has not declined it.
 *
 * @param given.tty - what the session's author says
 * @param given.isHosted - whether another program runs the workflow on someone's behalf
 */
export function watchesCancelKey(given: {
  readonly tty: boolean | undefined;
  readonly isHosted: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly areTerminals: boolean;
}): boolean {
  const { tty = true, isHosted, environment, areTerminals } = given;
  const isDeclined = !tty || Boolean(environment[VARIABLE.disableTty]);
  const isCi = !['', '0', 'false'].includes(environment.CI ?? '');
  return areTerminals && !isDeclined && !isHosted && !isCi;
}
