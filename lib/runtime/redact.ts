/** Takes the texts of a payload out of a message, so that an error which quotes its input does not log it. */
export function withoutPayload(text: string, payload: unknown): string {
  const values = new Set<string>();
  collect(payload, values, 0);
  // Longest first: a value may contain another one.
  const ordered = [...values].sort((a, b) => b.length - a.length);
  return ordered.reduce((rest, value) => rest.replaceAll(value, '[payload]'), text);
}

const MIN_LENGTH = 4;
const MAX_VALUES = 1000;
const MAX_DEPTH = 20;

function collect(value: unknown, values: Set<string>, depth: number): void {
  if (values.size >= MAX_VALUES || depth > MAX_DEPTH) return;
  if (typeof value === 'string') {
    if (value.length >= MIN_LENGTH) values.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, values, depth + 1);
  }
}
