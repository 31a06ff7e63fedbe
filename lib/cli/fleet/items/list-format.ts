import { FLEET_FILE_FORMATS, formatOfName, formatSuffixes } from '../../../contract/fleet-input.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { UsageError } from '../../usage-error.ts';

/** How a list of items may be written down in a file. */
export type ListFormat = (typeof FLEET_FILE_FORMATS)[number];

/**
 * The format of a list: the one that was said, else that of the file's name; JSON Lines where there is none.
 *
 * @throws UsageError when that does not tell it
 */
export function listFormatOf(file: string, said: string | undefined): ListFormat {
  if (said !== undefined) {
    const format = FLEET_FILE_FORMATS.find((known) => known === said.toLowerCase());
    if (format !== undefined) return format;
    const meant = didYouMean(said, FLEET_FILE_FORMATS);
    throw new UsageError({
      what: `--format "${said}" is no format of a list of items.`,
      allowed: `There are ${FLEET_FILE_FORMATS.join(', ')}.`,
      fix: meant === undefined ? undefined : `Did you mean "${meant}"?`,
    });
  }
  if (file === STDIN) return 'jsonl';
  const format = formatOfName(file);
  if (format !== undefined) return format;
  throw new UsageError({
    what: `The name of "${file}" does not say how its items are written down.`,
    allowed: `Files end with ${formatSuffixes()}.`,
    fix: `Rename it, or say it with --format ${FLEET_FILE_FORMATS.join('|')}.`,
  });
}

/** Stands for what the command is given on stdin. */
export const STDIN = '-';
