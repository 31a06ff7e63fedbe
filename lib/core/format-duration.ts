/** A duration for people: `850 ms`, `4.2 s`, `3 min 07 s`, `2 h 05 min`; `unknown` for one that is no number. */
export function formatDuration(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return 'unknown';
  const duration = Math.max(0, milliseconds);
  // What is rounded must not become 1000 ms or 60.0 s.
  if (duration < 999.5) return `${Math.round(duration)} ms`;
  if (duration < 59_950) return `${(duration / 1000).toFixed(1)} s`;
  const seconds = Math.round(duration / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
