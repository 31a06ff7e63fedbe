/**
 * The map of a module whose text is that of two, one after the other. It is a flat one: Node does not read index maps, whose sections
 * would say the same, with `--enable-source-maps`.
 *
 * @param options.lines - how many lines the text of the first has; the second begins on the next
 */
export function appendSourceMap(options: {
  readonly first: SourceMapJson;
  readonly second: SourceMapJson;
  readonly lines: number;
}): SourceMapJson {
  const { first, second, lines } = options;
  const end = endOf(first.mappings);
  const gap = ';'.repeat(lines - (first.mappings.split(';').length - 1));
  const shift = {
    source: first.sources.length - end.source,
    line: -end.line,
    column: -end.column,
    name: first.names.length - end.name,
  };
  return {
    version: 3,
    sources: [...first.sources, ...second.sources],
    sourcesContent: [...first.sourcesContent, ...second.sourcesContent],
    names: [...first.names, ...second.names],
    mappings: `${first.mappings}${gap}${shifted(second.mappings, shift)}`,
  };
}

/** A source map as the bundler writes it. @see https://tc39.es/ecma426/ */
export interface SourceMapJson {
  readonly version: number;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
  readonly names: readonly string[];
  /** Lines, with a `;` after each, of segments, with a `,` between. Their numbers are differences to those of the segment before. */
  readonly mappings: string;
}

/** What the differences of a map add up to, after the column in the code. */
interface Position {
  readonly source: number;
  readonly line: number;
  readonly column: number;
  readonly name: number;
}

function endOf(mappings: string): Position {
  const [, source = 0, line = 0, column = 0, name = 0] = sumsOf(mappings);
  return { source, line, column, name };
}

/** It is a megabyte, and not made into a list of numbers. */
function sumsOf(mappings: string): readonly number[] {
  const sums = [0, 0, 0, 0, 0];
  let [field, value, bits] = [0, 0, 0];
  for (let index = 0; index < mappings.length; index++) {
    const digit = VALUES[mappings.charCodeAt(index)] ?? -1;
    if (digit === -1) {
      field = 0;
      continue;
    }
    value |= (digit & 31) << bits;
    bits += 5;
    if (digit & 32) continue;
    sums[field] = (sums[field] ?? 0) + (value & 1 ? -(value >> 1) : value >> 1);
    field += 1;
    value = 0;
    bits = 0;
  }
  return sums;
}

/** Only the first segment that has a place, and the first that has a name, are other ones: all else follows from them. */
function shifted(mappings: string, by: Position): string {
  let isPlaced = false;
  let isNamed = false;
  return mappings.replaceAll(/[^,;]+/g, (segment) => {
    if (isPlaced && isNamed) return segment;
    const [inCode = 0, source, line = 0, column = 0, name] = numbersIn(segment);
    if (source === undefined) return segment;
    const place = isPlaced
      ? [source, line, column]
      : [source + by.source, line + by.line, column + by.column];
    isPlaced = true;
    if (name === undefined) return [inCode, ...place].map(encode).join('');
    const named = isNamed ? name : name + by.name;
    isNamed = true;
    return [inCode, ...place, named].map(encode).join('');
  });
}

function numbersIn(segment: string): readonly number[] {
  return (segment.match(/[g-z0-9+/]*[A-Za-f]/g) ?? []).map((digits) => sumsOf(digits)[0] ?? 0);
}

function encode(number: number): string {
  let value = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const rest = value >>> 5;
    text += DIGITS[(value & 31) | (rest > 0 ? 32 : 0)];
    value = rest;
  } while (value > 0);
  return text;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = Int8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)));
