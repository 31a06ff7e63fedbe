import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { printedLine } from '../report/parts.ts';

/** A JSON line of the host in words; any other as it is. Pure. */
export function readableLine(line: string): string {
  const entry = parseJson(line);
  if (!isRecord(entry) || typeof entry.message !== 'string') return line.slice(0, MAX_LINE_LENGTH);
  const { time, level, message, ...fields } = entry;
  const at = typeof time === 'string' ? time.slice(11, 19) : '';
  // What the page says anyway, and ids, are in the file.
  const worth = Object.entries(fields).filter(([name]) => !/Id$|^(?:phase|definitionName)$/.test(name));
  const more = worth.map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : printedLine(value)}`,
  );
  return `${at} ${level} ${message}${more.join('')}`.trim().slice(0, MAX_LINE_LENGTH);
}

/** So many of the last lines of a log are shown. */
export const SHOWN_LOG_LINES = 12;

const MAX_LINE_LENGTH = 1000;
