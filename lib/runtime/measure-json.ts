/**
 * Counts the values of a JSON text and its levels, slice by slice, without making them: what takes long to read is its
 * structure, not its length. Says nothing about whether it is JSON.
 */
export class JsonMeasure {
  /** Objects, lists, texts, numbers, names of members: so far. */
  values = 1;
  /** The most levels so far. */
  depth = 0;
  #level = 0;
  #inText = false;
  #escaped = false;

  /** Reads on. @returns false when there is more of something than allowed; it need not be given the rest then. */
  read(slice: Uint8Array, limits: { readonly maxValues: number; readonly maxDepth: number }): boolean {
    const { maxValues, maxDepth } = limits;
    for (let index = 0; index < slice.length; index += 1) {
      const byte = slice[index];
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
      } else if (byte === QUOTE) this.#inText = true;
      else if (byte === COMMA || byte === COLON) this.values += 1;
      else if (byte === LIST || byte === OBJECT) {
        this.values += 1;
        this.#level += 1;
        this.depth = Math.max(this.depth, this.#level);
      } else if (byte === LIST_END || byte === OBJECT_END) this.#level -= 1;
      if (this.values > maxValues || this.depth > maxDepth) return false;
    }
    return true;
  }
}

const [QUOTE, BACKSLASH, COMMA, COLON, LIST, LIST_END, OBJECT, OBJECT_END] = Buffer.from('"\\,:[]{}');
