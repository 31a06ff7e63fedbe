/** How much time is left, as people say it. */
export function timeLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1_000);
  if (seconds <= 0) return 'Time is up';
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (days > 0) return `${counted(days, 'day')} ${hours} h left`;
  if (hours > 0) return `${hours} h ${minutes} min left`;
  if (minutes >= 10) return `${minutes} min left`;
  if (minutes > 0) return `${minutes} min ${String(seconds % MINUTE).padStart(2, '0')} s left`;
  return `${seconds} s left`;
}

/** The same, where there is little room: as clocks of races have it. */
export function shortTimeLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE)];
  if (hours >= 24) return '> 1 day';
  return hours > 0 ? `${hours}:${two(minutes)} h` : `${minutes}:${two(seconds % MINUTE)}`;
}

/** From when on it is shown that there is little time. */
export const SHORT_MS = 60_000;

/** How long ago something was. */
export function timeAgo(agoMs: number): string {
  const seconds = Math.max(0, Math.round(agoMs / 1_000));
  if (seconds < MINUTE) return counted(seconds, 'second');
  if (seconds < HOUR) return counted(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return counted(Math.floor(seconds / HOUR), 'hour');
  return counted(Math.floor(seconds / DAY), 'day');
}

/** A time of the desk, as clocks here show it; with its day, unless that is today. */
export function timeOfDay(at: number, now: number): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date(now).toDateString();
  const words = time.toLocaleString('en', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(!isToday && { day: 'numeric', month: 'long' }),
  });
  return isToday ? `at ${words}` : `on ${words}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
