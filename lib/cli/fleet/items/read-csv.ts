import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { messageOf } from '../../../core/errors.ts';
import { isRecord } from '../../../core/is-record.ts';
import type { ListEntry } from './read-list.ts';

/**
 * Rows as objects of texts, by the names in the first row. Nothing is made of a text: `007` stays `007`, and an empty cell is an
 * empty text, as Step Functions reads the same file. Lines may end in several ways.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function* readCsv(lines: AsyncIterable<string>): AsyncGenerator<ListEntry> {
  let names: readonly string[] | undefined;
  const input = Readable.from(lines);
  const parser = input.pipe(
    parse({
      ...{ info: true, relax_column_count: true, skip_empty_lines: true },
      record_delimiter: ['\r\n', '\n', '\r'],
    }),
  );
  input.once('error', (error) => parser.destroy(error));
  try {
    for await (const found of parser) {
      const { row, line } = rowIn(found);
      const place = `line ${line}`;
      if (names === undefined) {
        const problem = problemOfNames(row);
        if (problem !== undefined) return yield { place, problem };
        names = row;
      } else if (row.length === names.length) {
        yield { place, value: Object.fromEntries(names.map((name, index) => [name, row[index]])) };
      } else {
        yield { place, problem: `it has ${row.length} cells, and the first row ${names.length}` };
      }
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    // Where quotes do not fit, nobody can tell where the next row begins.
    const said = messageOf(error).replace(/\.$/, '');
    const isSeparated = names === undefined && /got "(?:;|\t)"/.test(said);
    yield { place: `line ${error.lines}`, problem: isSeparated ? SEPARATE : said };
  }
}

function rowIn(found: unknown): { readonly row: readonly string[]; readonly line: number } {
  const { record, info } = isRecord(found) ? found : {};
  const row = Array.isArray(record) ? record.map(String) : [];
  return { row, line: isRecord(info) && typeof info.lines === 'number' ? info.lines : 0 };
}

function problemOfNames(names: readonly string[]): string | undefined {
  if (names.some((name) => name.trim() === '')) return 'a name in the first row is empty';
  const [only = ''] = names;
  if (names.length === 1 && /[;\t]/.test(only)) return SEPARATE;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `the name ${JSON.stringify(twice)} is twice in the first row`;
}

/** What programs of offices write in some countries. */
const SEPARATE =
  'its cells are separated with semicolons or tabs: separate them with commas, and put texts with commas into quotes';

function isCsvError(error: unknown): error is CsvError & { readonly lines: number } {
  return error instanceof Error && 'lines' in error && typeof error.lines === 'number';
}
