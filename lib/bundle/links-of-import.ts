import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { ifThere } from '../core/files.ts';

/** The symbolic links between an import by path and the file that was found: pointed elsewhere, they make another file of it. Absolute. */
export function linksOfImport(made: {
  readonly name: string;
  /** The folder of the file that imports it, without links. */
  readonly from: string;
  /** Without links. */
  readonly found: string;
}): readonly string[] {
  const { name, from, found } = made;
  if (!/^\.{1,2}(?:\/|$)/.test(name) && !path.isAbsolute(name)) return [];
  const wanted = path.resolve(from, name);
  const stems = [wanted, stemOf(wanted), path.join(wanted, 'index')];
  // Most are found where they are said to be.
  if (found === wanted || stems.includes(stemOf(found))) return [];
  const links = new Set<string>();
  for (const stem of stems) for (const ending of ENDINGS) addLinks(stem + ending, links);
  return [...links];
}

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

function stemOf(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}

/** Adds those on the way to a file: of its folders, of itself, and of what they lead to. */
function addLinks(file: string, links: Set<string>, left = MAX_LINKS): void {
  const link = downTo(file).find((each) => ifThere(() => lstatSync(each))?.isSymbolicLink());
  if (link === undefined || left === 0) return;
  links.add(link);
  const target = path.resolve(path.dirname(link), readlinkSync(link));
  addLinks(path.join(target, path.relative(link, file)), links, left - 1);
}

/** As systems have it: links may lead in a circle. */
const MAX_LINKS = 40;

function downTo(file: string): readonly string[] {
  const above = path.dirname(file);
  return above === file ? [file] : [...downTo(above), file];
}
