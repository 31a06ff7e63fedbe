import { stripVTControlCharacters } from 'node:util';

/** What became of an operation that a client called. */
export interface Row {
  /** As requests are signed for it. */
  readonly service: string;
  readonly operation: string;
  /** In which of several ways it was called. */
  readonly how: string;
  /** Name of the client. */
  readonly client: string;
  /** `works`, or what else there was to see. */
  readonly result: string;
}

/** How a call went. */
export interface Outcome {
  /** Whether what came back is what must come back. */
  readonly right: boolean;
  readonly came?: unknown;
  /** What the client shows when the call fails. */
  readonly error?: string | undefined;
}

/** What the table says of an outcome, without what is another at each run. */
export function resultOf({ right, came, error }: Outcome): string {
  if (error !== undefined) return `refused: ${lasting(error)}`;
  return right ? 'works' : `differs: ${lasting(typeof came === 'string' ? came : JSON.stringify(came))}`;
}

/**
 * Addresses, folders, ids and times are others at each run; boxes and escapes are how a terminal shows it. Of what local AWS says the first sentence is kept: the
 * page has the rest once.
 */
function lasting(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[│╭╮╰╯─]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^\s*aws: \[ERROR\]: /, '')
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '<id>')
    .replace(/(?:\.\.\/)*\/?(?:[\w.-]+\/)*(?:nova-act-interop|conformance|tmp)-?\w{6,}\//g, '<folder>/')
    .replace(/conformance-[\w<>-]+/g, '<name>')
    .replace(/(http:\/\/127\.0\.0\.1):\d+/g, '$1:<port>')
    .replace(/\d{4}-\d\d-\d\d[T ][\d:]+(\.\d+)?Z?/g, '<time>')
    .replace(/(Local AWS .*?[^.]\.) [A-Z].*$/, '$1 …')
    .trim()
    .slice(0, MAX_CHARACTERS);
}

const MAX_CHARACTERS = 300;
