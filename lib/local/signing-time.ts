/**
 * A time as SigV4 writes it, in the basic form of ISO 8601, such as `20260301T090000Z`.
 *
 * @returns milliseconds since 1970; undefined when it is none
 */
export function signingTimeMs(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
