import { formatDuration } from '../../core/format-duration.ts';
import { visible, visibleLine } from '../../core/visible.ts';
import { ValidationFailed } from '../errors.ts';
import { askOnTerminal, hasTerminal, terminalWidth } from './ask-on-terminal.ts';
import type { Human } from './human.ts';
import type { HumanRequest } from './human-request.ts';

/**
 * Asks whoever sits at the terminal of this process: `y` or `n` for an approval; Enter, or `c`, for a take-over, which needs a
 * browser with a window (`localBrowser({ headless: false })`): without one it fails with ActToolError. Sessions that ask at the same time are asked one after another.
 * Without a terminal, sessions do not start: ValidationFailed says what to do.
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
  return {
    prepare: () => {
      if (!hasTerminal()) throw noTerminal();
    },
    approve: (request) =>
      askOnTerminal({
        text: textOf(request, 'approve something'),
        prompt: 'Approve? [y/n] ',
        again: 'Type y for yes or n for no, then press Enter.',
        read: readApproval,
        signal: request.signal,
      }),
    takeOver: async (request) => {
      if (request.hasWindow === false) throw noWindow(request);
      return await askOnTerminal({
        text: textOf(request, 'take over in the browser'),
        prompt: 'Press Enter when it is done, or type c and press Enter if you cannot do it: ',
        again: 'Press Enter when it is done. Type c, then press Enter, if you cannot do it.',
        read: readTakeOver,
        signal: request.signal,
      });
    },
  };
}

function readApproval(line: string): boolean | undefined {
  if (/^y(?:es)?$/i.test(line)) return true;
  return /^no?$/i.test(line) ? false : undefined;
}

function readTakeOver(line: string): boolean | undefined {
  if (line === '') return true;
  return /^c(?:ancel)?$/i.test(line) ? false : undefined;
}

/** What a person reads. The words of others stand behind bars, so that they cannot pass for ours. */
function textOf(request: HumanRequest, what: string): string {
  const { message, url, workflowRunId, definitionName, sessionId, expiresAt } = request;
  const where = `run ${workflowRunId.slice(0, 8)} of ${definitionName}, session ${sessionId.slice(0, 8)}`;
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
    'terminalHuman() has no terminal to ask on: standard input and standard error of this process must be one, which they are not in CI, ' +
      'in deployed workflows and under `run` and `invoke`. Start the file of the workflow in a terminal (npx tsx <file>), or pass functions ' +
      'of your own as human, which ask somebody by chat or mail, say.',
  );
}
