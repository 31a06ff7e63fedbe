import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

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
  const end = endOf(first);
  const gap = ';'.repeat(lines - end.line);
  const moved = decode(second.mappings).map((line) => line.map((segment) => afterThoseOf(first, segment)));
  // Segments are written as differences to the one before: with the last one of the first in front, these are right.
  const [last = '', ...rest] = encode([[end.segment], ...moved]).split(/(?<=;)/);
  return {
    version: 3,
    sources: [...first.sources, ...second.sources],
    sourcesContent: [...first.sourcesContent, ...second.sourcesContent],
    names: [...first.names, ...second.names],
    mappings: `${first.mappings}${gap}${last.endsWith(';') ? rest.join('') : ''}`,
  };
}

/** A source map as the bundler writes it. @see https://tc39.es/ecma426/ */
export interface SourceMapJson {
  readonly version: number;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
  readonly names: readonly string[];
  /** From where each place of the code is, encoded. */
  readonly mappings: string;
}

/** The numbers of its source and its name are those of lists, in which they come later now. */
function afterThoseOf({ sources, names }: SourceMapJson, segment: SourceMapSegment): SourceMapSegment {
  if (segment.length === 1) return segment;
  const [column, source, line, sourceColumn, name] = segment;
  const place = [column, source + sources.length, line, sourceColumn] as const;
  return name === undefined ? [...place] : [...place, name + names.length];
}

/** Its last line, and what its segments end with: the last place, and the last name. */
function endOf(map: SourceMapJson): End {
  const known = ends.get(map);
  if (known !== undefined) return known;
  const lines = decode(map.mappings);
  const segments = lines.flat();
  const [, source, line, column] = segments.findLast(hasPlace) ?? [0, 0, 0, 0];
  const name = segments.findLast(hasName)?.[4] ?? 0;
  const end: End = { line: lines.length - 1, segment: [0, source, line, column, name] };
  ends.set(map, end);
  return end;
}

/** A map of a runtime is a megabyte, and mostly that of the last bundle. */
const ends = new WeakMap<SourceMapJson, End>();

interface End {
  readonly line: number;
  readonly segment: NamedSegment;
}

type NamedSegment = Extract<SourceMapSegment, { readonly length: 5 }>;

function hasPlace(segment: SourceMapSegment): segment is Exclude<SourceMapSegment, { readonly length: 1 }> {
  return segment.length > 1;
}

function hasName(segment: SourceMapSegment): segment is NamedSegment {
  return segment.length === 5;
}
