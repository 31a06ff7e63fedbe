import { type Problem, show } from '../../core/problems.ts';

/** Checks a whole number that must be known at synthesis. */
export function checkWhole(
  where: string,
  value: unknown,
  { least, most, unit }: { readonly least: number; readonly most: number; readonly unit: string },
): Problem[] {
  if (value === undefined) return [];
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return [];
  return [
    {
      where,
      what: `is not a number of ${unit}`,
      got: show(value),
      allowed: `a whole number, ${least} to ${most}`,
      fix: `write ${nearest(value, least, most)}, for example, or leave it out`,
    },
  ];
}

function nearest(value: unknown, least: number, most: number): number {
  const number = typeof value === 'number' && !Number.isNaN(value) ? value : least;
  return Math.min(most, Math.max(least, Math.round(number)));
}
