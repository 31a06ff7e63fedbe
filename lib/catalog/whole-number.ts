import { z } from 'zod';
import { words } from './check-value.ts';

/** A whole number of a unit. */
export function wholeNumber(options: {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}): z.ZodInt {
  const { least, most, unit } = options;
  return z
    .int()
    .min(least)
    .max(most)
    .register(words, {
      what: 'is out of range',
      allowed: `a whole number of ${unit} from ${least} to ${most}`,
      fix: (value) => {
        if (isNumberInQuotes(value)) return `write ${value}, without quotes`;
        return typeof value === 'number' && Number.isFinite(value)
          ? `use ${Math.min(most, Math.max(least, Math.round(value)))}`
          : `write a number of ${unit}`;
      },
    });
}

/** What people write who know numbers as texts. */
export function isNumberInQuotes(value: unknown): value is string {
  return typeof value === 'string' && /^\d+$/.test(value);
}
