/** A size for people: `850 B`, `4.2 KB`, `1.3 GB`, in thousands. */
export function formatBytes(bytes: number): string {
  let [size, unit] = [bytes, 0];
  // What would be rounded to 1000 has the next unit.
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];
