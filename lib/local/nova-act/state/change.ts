/** What the journal has on a line: one change of one record, or that something is gone. */
import { aRecord, aText, type RecordChecks } from '../../state-check.ts';
import { parseStateFile, StateFileError } from '../../state-file.ts';
import { ACT_CHECKS, DEFINITION_CHECKS, RUN_CHECKS, SESSION_CHECKS } from '../record-checks.ts';
import type { ActRecord, DefinitionRecord, RunRecord, SessionRecord } from '../records.ts';
import { isPackedRun, packRun, unpackRun, type WholeRun } from './packed-run.ts';

/** One change of the state. */
export type Change =
  | { readonly definition: DefinitionRecord }
  | { readonly run: RunRecord }
  | { readonly session: SessionRecord }
  | { readonly act: ActRecord }
  | { readonly wholeRun: WholeRun }
  | Removal;

/** Something is gone, with all below it. */
export type Removal = { readonly removedDefinition: string } | { readonly removedRun: string };

/** The line of a change, without its end. */
export function writeChange(change: Change): string {
  return 'wholeRun' in change ? packRun(change.wholeRun) : JSON.stringify(change);
}

/** @throws StateFileError that names file, place and key */
export function readChange(bytes: Buffer, at: { readonly file: string; readonly place: string }): Change {
  const text = bytes.toString('utf8');
  if (isPackedRun(bytes)) return { wholeRun: unpackRun(text, at) };
  const parse = <T extends object>(checks: RecordChecks<T>): T => parseStateFile<T>({ text, checks, ...at });
  const [, kind] = /^\s*\{\s*"(\w+)"/.exec(text) ?? [];
  switch (kind) {
    case 'definition':
      return parse<{ definition: DefinitionRecord }>({ definition: aRecord(DEFINITION_CHECKS) });
    case 'run':
      return parse<{ run: RunRecord }>({ run: aRecord(RUN_CHECKS) });
    case 'session':
      return parse<{ session: SessionRecord }>({ session: aRecord(SESSION_CHECKS) });
    case 'act':
      return parse<{ act: ActRecord }>({ act: aRecord(ACT_CHECKS) });
    case 'removedDefinition':
      return parse<{ removedDefinition: string }>({ removedDefinition: aText });
    case 'removedRun':
      return parse<{ removedRun: string }>({ removedRun: aText });
    default:
      parse<object>({});
      throw new StateFileError(at.file, 'it must begin with what it describes, such as {"run":', at.place);
  }
}
