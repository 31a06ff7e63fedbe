import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '..', '..');

/** A fenced block of code. */
export interface CodeBlock {
  /** Where it stands, as an editor opens it: `docs/local-aws.md:12`. */
  readonly place: string;
  readonly language: string;
  /** What follows the language, such as `nocheck`. */
  readonly info: string;
  readonly code: string;
}

/** The pages in the project's folder and every page below docs/, as paths relative to the project. */
export function pages(): readonly string[] {
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...docs.filter((file) => file.endsWith('.md')).map((file) => path.join('docs', file)),
  ];
}

export function read(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w+)?[ \t]*([^\n]*)\n(.*?)^```$/gms)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length}`,
    language: match[1] ?? '',
    info: (match[2] ?? '').trim(),
    code: match[3] ?? '',
  }));
}

/** The page without its fenced blocks, in which nothing is a link or a table. */
export function prose(page: string): string {
  return read(page).replace(/^```.*?^```$/gms, '');
}

/** The text below a heading, up to the next heading of the same or a higher level. */
export function section(page: string, heading: string): string {
  const lines = prose(page).split('\n');
  const levelOf = (line: string): number => /^(#+) /.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY;
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && levelOf(line) < 7);
  if (start < 0) throw new Error(`${page} has no heading "${heading}".`);
  const level = levelOf(lines[start] ?? '');
  const length = lines.slice(start + 1).findIndex((line) => levelOf(line) <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** The rows of all tables in a text, without headings: cells as they are written. */
export function rows(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The parts of a text in back quotes. */
export function quoted(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** Links of a page that lead to files, relative or to a heading. */
export function fileLinks(page: string): readonly string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Why a link leads nowhere, or `undefined` when it is good. */
export function brokenLink(page: string, target: string): string | undefined {
  const [file = '', heading] = target.split('#');
  const full = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
  if (!existsSync(path.join(root, full))) return `${page}: ${target} (there is no ${full})`;
  if (heading === undefined || anchors(full).includes(heading)) return undefined;
  return `${page}: ${target} (${full} has no such heading)`;
}

/** The anchors that GitHub makes of headings. */
function anchors(page: string): readonly string[] {
  return headings(page, /^#+ (.+)$/gm);
}

/** The anchors of the sections of a page. */
export function sections(page: string): readonly string[] {
  return headings(page, /^## (.+)$/gm);
}

function headings(page: string, pattern: RegExp): readonly string[] {
  return [...prose(page).matchAll(pattern)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
