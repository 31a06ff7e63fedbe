import type { TerminalRequest } from '../../contract/terminal-question.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { visible, visibleLine } from '../../core/visible.ts';
import { ValidationFailed } from '../errors.ts';
import { askByCommand, canAskByCommand } from './ask-by-command.ts';
import { askOnTerminal, hasTerminal, terminalWidth } from './ask-on-terminal.ts';
import type { Human } from './human.ts';
import type { HumanRequest } from './human-request.ts';

/**
 * Asks whoever sits at the terminal of this process: `y` or `n` for an approval; Enter, or `c`, for a take-over, which needs a
 * browser with a window (`localBrowser({ headless: false })`): without one it fails with ActToolError. Sessions that ask at the same time are asked one after another.
 * Under `act run`, the command asks on its terminal. Without a terminal, sessions do not start: ValidationFailed says what to do.
 *
 * @example
 * ```ts
 * export const buy = workflow({ definitionName: 'buy', human: { ...terminalHuman(), timeoutMs: 600_000 } }, async () => {
 *   await using nova = await NovaAct.start({ startingPage: 'https://example.com' });
 *   await nova.act('Add the shoes to the basket. Ask for approval, then place the order.');
 * });
 * ```
 */
export function terminalHuman(): Human {
  const ask = (request: HumanRequest): Promise<boolean> =>
    hasTerminal() ? askAtTerminal(request, request.signal) : askByCommand(request);
  return {
    prepare: () => {
      if (!hasTerminal() && !canAskByCommand()) throw noTerminal();
    },
    approve: ask,
    takeOver: async (request) => {
      if (request.hasWindow === false) throw noWindow(request);
      return await ask(request);
    },
  };
}

/** Asks whoever sits at the terminal of this process. @throws the signal's reason; Error when the input has ended */
export function askAtTerminal(request: TerminalRequest, signal: AbortSignal): Promise<boolean> {
  const { what, ...words } = WORDS[request.kind];
  return askOnTerminal({ ...words, text: textOf(request, what), signal });
}

const WORDS = {
  approve: {
    what: 'approve something',
    prompt: 'Approve? [y/n] ',
    again: 'Type y for yes or n for no, then press Enter.',
    read: readApproval,
  },
  takeOver: {
    what: 'take over in the browser',
    prompt: 'Press Enter when it is done, or type c and press Enter if you cannot do it: ',
    again: 'Press Enter when it is done. Type c, then press Enter, if you cannot do it.',
    read: readTakeOver,
  },
} as const;

function readApproval(line: string): boolean | undefined {
  if (/^y(?:es)?$/i.test(line)) return true;
  return /^no?$/i.test(line) ? false : undefined;
}

function readTakeOver(line: string): boolean | undefined {
  if (line === '') return true;
  return /^c(?:ancel)?$/i.test(line) ? false : undefined;
}

/** What a person reads. The words of others stand behind bars, so that they cannot pass for ours. */
function textOf(request: TerminalRequest, what: string): string {
  const { message, url, workflowRunId, definitionName, sessionId, expiresAt } = request;
  const where = `run ${visibleLine(workflowRunId.slice(0, 8))} of ${visibleLine(definitionName)}, session ${visibleLine(sessionId.slice(0, 8))}`;
  const quoted = visible(message).split('\n').flatMap(wrapped);
  const left = formatDuration(expiresAt.getTime() - Date.now());
  return [
    `The agent asks you to ${what} (${where}; ${left} to answer):`,
    ...quoted,
    ...wrapped(`on ${visibleLine(url)}`),
  ].join('\n');
}

function wrapped(line: string): readonly string[] {
  const width = Math.max(20, terminalWidth() - 4);
  const parts = line.replaceAll('\t', ' ').match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''];
  return parts.map((part) => `  | ${part}`);
}

/** Enter would say that something was done which nobody could do. */
function noWindow({ message }: HumanRequest): Error {
  return new Error(
    `the browser has no window in which somebody at this terminal could do what the agent asks (${visible(JSON.stringify(message))}). ` +
      'Show it by browser: localBrowser({ headless: false }) or NOVA_ACT_HEADLESS=0, or pass a takeOver of your own, which may use request.page.',
  );
}

function noTerminal(): ValidationFailed {
  return new ValidationFailed(
    'terminalHuman() has no terminal to ask on: standard input and standard error of this process, or of the `run` that has started it, must be ' +
      'one, which they are not in CI, in deployed workflows and under `invoke`. Start the workflow in a terminal (act run <file>), or pass ' +
      'functions of your own as human, which ask somebody by chat or mail, say.',
  );
}
