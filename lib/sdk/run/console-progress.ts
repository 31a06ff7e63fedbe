import { answerWords } from '../../contract/answer-words.ts';
import { answererWords } from '../../contract/answerer-words.ts';
import type { ProgressEvent, ProgressListener } from '../../contract/progress.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { includesLevel, isLogLevel, type LogLevel, logLevelProblem } from '../../core/log-level.ts';
import { visibleLine } from '../../core/visible.ts';
import { checkKeys } from '../check-keys.ts';
import { ValidationFailed } from '../errors.ts';
import { printLine } from '../human/terminal-lines.ts';

/**
 * Progress as lines on stderr, or nothing when stderr is not a terminal; `NOVA_ACT_PROGRESS=1` or `0` decides otherwise.
 *
 * @param options.level - which lines. @default `NOVA_ACT_LOG_LEVEL`, otherwise 'info'
 * @throws ValidationFailed for a level that there is not, and for other options
 */
export function consoleProgress(
  options: { readonly level?: LogLevel | undefined } = {},
): ProgressListener | undefined {
  checkKeys('consoleProgress', options, { level: true });
  const level = levelOf(options.level);
  const wanted = process.env.NOVA_ACT_PROGRESS;
  const isOn = wanted === undefined || wanted === '' ? process.stderr.isTTY === true : wanted !== '0';
  if (!isOn) return undefined;
  return (event) => {
    if (includesLevel(level, levelOfEvent(event))) printLine(progressLine(event));
  };
}

function levelOf(given: LogLevel | undefined): LogLevel {
  const [name, level] =
    given === undefined ? [VARIABLE.logLevel, process.env[VARIABLE.logLevel] || 'info'] : ['logLevel', given];
  if (!isLogLevel(level)) throw new ValidationFailed(logLevelProblem(name, level));
  return level;
}

/** Who asks for errors only wants to know what has failed. */
function levelOfEvent(event: ProgressEvent): LogLevel {
  if (event.type === 'log') return event.level;
  if (event.type === 'step') return 'debug';
  return 'status' in event && event.status === 'FAILED' ? 'error' : 'info';
}

/** One line for an event, indented by how deep it lies in the run. */
export function progressLine(event: ProgressEvent): string {
  return visibleLine(textOf(event));
}

function textOf(event: ProgressEvent): string {
  switch (event.type) {
    case 'run':
      return `run ${shortId(event.workflowRunId)} of ${event.definitionName} ${event.status}${unreported(event)}${notStored(event)}`;
    case 'session':
      return `  session ${shortId(event.sessionId)} ${event.phase}`;
    case 'act':
      return event.phase !== 'ended'
        ? `    act ${shortId(event.actId)} ${event.phase}`
        : `    act ${shortId(event.actId)} ${event.status} after ${countOf(event.stepCount, 'step')}${event.errorName === undefined ? '' : ` (${event.errorName})`}${unreported(event)}`;
    case 'step':
      return `      step ${event.stepNumber}: ${event.calls.join(', ')} (${Math.round(event.serverTimeMs)} ms)`;
    case 'page':
      return `      page: ${event.message}`;
    case 'human':
      return `      ${humanText(event)}`;
    case 'log':
      return `  ${event.level}: ${event.message}`;
  }
}

function humanText(event: Extract<ProgressEvent, { readonly type: 'human' }>): string {
  const { phase, kind, answer, by, comment, unheardSince } = event;
  const what = kind === 'approve' ? 'approve' : 'take over';
  const after = `after ${formatDuration(event.waitMs)}`;
  if (phase === 'asked') return `a person is asked to ${what}`;
  if (unheardSince !== undefined)
    return `whether anybody answered is not known ${after}: the desk was not heard since ${unheardSince}`;
  if (phase === 'expired' && answer !== undefined)
    return `${answererWords(by) ?? 'a person'} answered "${answer}" too late to count, ${after}`;
  if (phase === 'expired') return `nobody answered ${after}`;
  if (phase === 'withdrawn') return `a person is no longer asked to ${what}, ${after}`;
  const added = comment === undefined ? '' : `: ${JSON.stringify(comment)}`;
  const pause = kind === 'takeOver' && answer !== 'yes' ? ',' : '';
  return `${answerWords({ kind, answer, by })}${pause} ${after}${added}`;
}

function unreported({ reported }: { readonly reported?: false | undefined }): string {
  return reported === false ? ', but the service could not be told' : '';
}

function notStored({ unstored = [] }: { readonly unstored?: readonly string[] | undefined }): string {
  return unstored.length === 0 ? '' : `, ${countOf(unstored.length, 'trace')} not stored`;
}

function shortId(id: string): string {
  return id.slice(0, 8);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
