import type { PageNews } from '../../contract/page-news.ts';
import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { compareText, type TextVerdict } from './compare-text.ts';
import type { FieldReading } from './field-reading.ts';
import { watchField } from './field-watch.ts';
import { type FramePoint, runWithLibrary } from './locate.ts';
import { pollSteady } from './poll.ts';

/**
 * Reads what the page shows of a text that was typed, until that stays the same, and tells the agent when it is not the text.
 * @returns the field, if it is still there to press Enter in.
 * @throws AgentRedirectError when the page shows another text.
 */
export async function checkTyped(given: {
  readonly wanted: string;
  readonly at: FramePoint;
  readonly context: ActionContext;
}): Promise<TypedField | undefined> {
  const { wanted, at, context } = given;
  let limit = '';
  const read = async (): Promise<TextVerdict | { readonly is: 'left' }> => {
    const reading = await readField(at);
    if (reading === null) return { is: 'left' };
    limit = limitOf(wanted, reading);
    return compareText(wanted, reading);
  };
  const verdict = await pollSteady(read, { isRight: ({ is }) => is !== 'different', signal: context.signal });
  if (verdict.is === 'different') {
    throw new AgentRedirectError(different(wanted, verdict) + limit, {
      kind: 'difference',
      summary: DIFFERS,
    });
  }
  context.lookAgain(async () => {
    const later = await read();
    if (later.is !== 'different') return undefined;
    return { kind: 'difference', text: different(wanted, later) + limit, summary: DIFFERS };
  });
  const typed: TypedField = {
    lookAfterEnter: async () => {
      const reading = await readField(at);
      // Enter has sent it.
      if (reading === null) return undefined;
      const later = compareText(wanted, reading);
      const isOld = later.is === 'different' && reading.fields.some(({ before }) => before === later.shown);
      if (!isOld || later.shown === '') return undefined;
      return { kind: 'difference', text: `After Enter: ${different(wanted, later)}`, summary: DIFFERS };
    },
  };
  switch (verdict.is) {
    case 'taken':
      return typed;
    case 'formatted':
      context.tell({ kind: 'difference', text: `The field shows ${quoted(verdict)}.`, summary: DIFFERS });
      return typed;
    case 'unreadable':
      context.tell({ kind: 'difference', text: UNREADABLE, summary: UNREADABLE });
      return typed;
    case 'emptied':
      context.tell({ kind: 'difference', text: EMPTIED, summary: EMPTIED });
      return undefined;
    // Many pages go on by themselves when a code is complete.
    case 'left':
      context.tell({ kind: 'refused', text: LEFT, summary: LEFT });
      return undefined;
    case 'gone':
      context.tell({ kind: 'difference', text: GONE, summary: GONE });
      return undefined;
  }
}

/** What the page shows now, in the field that {@link watchField} has noted; null when the document has gone. */
export function readField({ frame, point }: FramePoint): Promise<FieldReading | null> {
  return runWithLibrary(frame, watchField, { task: 'read', point });
}

/** A field that a text was typed into. */
export interface TypedField {
  /** What was there before may come back on Enter; an empty field then is what pages do that send a text. */
  readonly lookAfterEnter: (() => Promise<PageNews | undefined>) | undefined;
}

const MAX_QUOTED = 100;

const DIFFERS = 'The field shows another text than the one that was typed.';
const UNREADABLE = 'The page heard the keys, but what it did with them cannot be read: look at it.';
const EMPTIED =
  'The page seems to have taken the text and emptied the field, so nothing more was pressed: look at the page.';
const LEFT = 'The page went on to another one when this was typed, so nothing more was pressed: look at it.';
const GONE = 'The field went away while it was typed into: look at the page.';

/** Why a field may have only a part of the text. */
function limitOf(wanted: string, { fields }: FieldReading): string {
  const most = fields.find(({ isForeign }) => !isForeign)?.maxLength;
  return most === undefined || wanted.length <= most ? '' : ` The field takes at most ${most} characters.`;
}

type Shown = Extract<TextVerdict, { shown: string }>;

function different(wanted: string, verdict: Shown): string {
  if (!verdict.isSecret) return `The field shows ${quoted(verdict)}, which is not what was typed.`;
  const characters = [...verdict.shown].length;
  return characters === [...wanted].length
    ? 'The field has other characters than those that were typed.'
    : `The field has ${characters} characters, not the ${[...wanted].length} that were typed.`;
}

function quoted({ shown, isSecret }: Shown): string {
  if (isSecret) return 'it otherwise';
  const text = shown.trim();
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
