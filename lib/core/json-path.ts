/** As it is written in code, for example `result.items[3]["the price"]`; the middle of a long one is left out. */
export function pathIn(path: readonly PropertyKey[]): string {
  const [name, ...keys] = path;
  const parts = keys.map((key) => {
    if (typeof key === 'number') return `[${key}]`;
    const text = String(key);
    if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && text.length <= MAX_KEY_LENGTH)
      return `.${text}`;
    return `[${JSON.stringify(text.length > MAX_KEY_LENGTH ? `${text.slice(0, MAX_KEY_LENGTH)}…` : text)}]`;
  });
  const shown =
    parts.length <= MAX_PARTS
      ? parts
      : [...parts.slice(0, MAX_PARTS / 2), '…', ...parts.slice(-MAX_PARTS / 2)];
  return `${String(name)}${shown.join('')}`;
}

const MAX_PARTS = 20;
const MAX_KEY_LENGTH = 60;
