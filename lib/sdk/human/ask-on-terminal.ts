import { setTimeout as sleep } from 'node:timers/promises';
import { abortable, deferred } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { takeTerminal } from '../../core/terminal-keys.ts';
import { visibleLine } from '../../core/visible.ts';
import { printLine, showPrompt } from './terminal-lines.ts';

/**
 * Asks one thing on the terminal of this process, when all that was asked before has its answer. What was typed before the
 * question is shown is no answer to it.
 *
 * @throws the signal's reason when it is aborted; Error when the input has ended
 */
export async function askOnTerminal<Answer>(question: TerminalQuestion<Answer>): Promise<Answer> {
  const { text, prompt, again, read, signal } = question;
  const turn = lastTurn;
  const done = deferred<void>();
  lastTurn = turn.then(() => done.promise);
  try {
    await abortable(turn, signal);
    using input = new TerminalInput();
    await input.discard(signal);
    for (const line of text.split('\n')) printLine(line);
    try {
      for (;;) {
        showPrompt(prompt);
        const answer = read((await abortable(input.line(), signal)).trim());
        showPrompt('');
        if (answer !== undefined) return answer;
        printLine(again);
      }
    } catch (error) {
      printLine(`(no longer asked: ${visibleLine(messageOf(error))})`);
      showPrompt('');
      throw error;
    }
  } finally {
    done.resolve();
  }
}

/** What is asked. */
interface TerminalQuestion<Answer> {
  /** Lines above the prompt, harmless ones. */
  readonly text: string;
  readonly prompt: string;
  /** Said when an answer was not understood. */
  readonly again: string;
  /** `undefined` when the line is no answer. */
  readonly read: (line: string) => Answer | undefined;
  readonly signal: AbortSignal;
}

/** Whether somebody may sit there: input and prompts need a terminal, whatever becomes of the output. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** In characters. */
export function terminalWidth(): number {
  return process.stderr.columns || DEFAULT_WIDTH;
}

const DEFAULT_WIDTH = 80;

/** There is one terminal, whoever asks. */
let lastTurn: Promise<unknown> = Promise.resolve();

/** Lines of the terminal, in its own line mode: so Ctrl-C stays a signal, and nothing is to be set back when the process dies. */
class TerminalInput implements Disposable {
  readonly #stdin = process.stdin;
  readonly #wasRaw = process.stdin.isRaw;
  readonly #wasFlowing = process.stdin.readableFlowing === true;
  readonly #terminal = takeTerminal();
  #text = '';
  #waiting = deferred<void>();

  constructor() {
    this.#stdin.on('data', this.#hear).on('end', this.#wake).on('error', this.#wake);
    this.#stdin.resume();
  }

  /** Forgets what was typed so far. Without line mode, also what has no end yet can be read. */
  async discard(signal: AbortSignal): Promise<void> {
    this.#stdin.setRawMode(true);
    try {
      await abortable(sleep(DISCARD_MS), signal);
    } finally {
      this.#stdin.setRawMode(false);
    }
    if (this.#text.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
    this.#text = '';
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#text.search(/[\r\n]/);
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      if (this.#stdin.readableEnded || this.#stdin.destroyed)
        throw new Error('the input of the terminal has ended');
      await this.#waiting.promise;
      this.#waiting = deferred();
    }
  }

  readonly #hear = (chunk: Buffer | string): void => {
    this.#text += chunk.toString();
    this.#wake();
  };

  readonly #wake = (): void => this.#waiting.resolve();

  [Symbol.dispose](): void {
    this.#stdin.off('data', this.#hear).off('end', this.#wake).off('error', this.#wake);
    if (this.#wasRaw) this.#stdin.setRawMode(true);
    // Otherwise the process would not end.
    if (!this.#wasFlowing) this.#stdin.pause();
    this.#terminal[Symbol.dispose]();
  }
}

const DISCARD_MS = 50;
const CTRL_C = '\u0003';
