import type { ProgressEvent } from '../contract/progress.ts';
import type { LogLevel } from '../core/log-level.ts';
import type { Logger } from './logger.ts';

/** Writes what happens in a run as lines of the log, without what people add in words of their own. */
export function logProgress(logger: Logger, event: ProgressEvent): void {
  if (event.type === 'log') {
    logger.log(event.level, event.message);
    return;
  }
  // A line of a log has its own `message`.
  const { type, message: said, ...fields } = { message: undefined, ...event };
  // The SDK's session is a browser session; the line's own `sessionId` is AgentCore's.
  // So is its `requestId` that of the invocation.
  const {
    sessionId: browserSessionId,
    requestId: questionId,
    by,
    comment: _private,
    ...rest
  } = { ...NO_FIELDS, ...fields };
  const level: LogLevel = type === 'step' ? 'debug' : 'info';
  const message =
    'phase' in event ? `${type} ${event.phase}` : said === undefined ? type : `${type}: ${said}`;
  logger.log(level, message, {
    ...rest,
    browserSessionId,
    questionId,
    answeredBy: by?.subject,
    saysToBe: by?.name,
  });
}

const NO_FIELDS = { sessionId: undefined, requestId: undefined, by: undefined, comment: undefined };
