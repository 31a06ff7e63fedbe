/**
 * The members of a JSON object, each as its JSON text without spaces between, its digits as they stand. Stricter than `JSON.parse`: a
 * key that stands twice is refused, wherever it is, because one of both values would be lost.
 *
 * @throws {@link JsonFault} which says where, and never what stands there
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function readJsonValues(text: string): readonly JsonMember[] {
  const reader = new JsonReader(text);
  if (!reader.isNext('{')) throw reader.fault('an object of names and values has to stand here');
  const members: JsonMember[] = [];
  reader.object((member) => members.push(member));
  if (!reader.isAtEnd()) throw reader.fault('nothing may follow the object');
  return members;
}

/** A member of an object, and where its value begins. */
export interface JsonMember {
  readonly key: string;
  readonly json: string;
  readonly place: string;
}

/** Why a text is not taken. Nothing of the text is in the message. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** Deeper than anybody writes, and not so deep that the reader fails. */
const MAX_DEPTH = 100;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#take(SPACE);
  }

  isNext(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  fault(why: string, at: number = this.#at): JsonFault {
    return new JsonFault(`${this.#place(at)}: ${why}`);
  }

  object(onMember: (member: JsonMember) => void = () => {}): string {
    const keys = new Set<string>();
    return this.#list('{', '}', () => {
      const begin = this.#at;
      const token = this.#take(TEXT);
      if (token === undefined) throw this.fault('a name in double quotes has to stand here');
      const key = String(JSON.parse(token));
      if (keys.has(key)) throw this.fault('the same name stands twice', begin);
      keys.add(key);
      this.#take(SPACE);
      if (!this.isNext(':')) throw this.fault('a colon has to stand here');
      this.#at += 1;
      this.#take(SPACE);
      const place = this.#place(this.#at);
      const json = this.#value();
      onMember({ key, json, place });
      return `${token}:${json}`;
    });
  }

  #value(): string {
    if (this.isNext('{')) return this.object();
    if (this.isNext('[')) return this.#list('[', ']', () => this.#value());
    const token = this.#take(TEXT) ?? this.#take(NUMBER) ?? this.#take(WORD);
    if (token === undefined) throw this.fault('a value has to stand here, texts in double quotes');
    return token;
  }

  #list(open: string, close: string, item: () => string): string {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.fault('this is nested too deeply');
    this.#at += 1;
    this.#take(SPACE);
    const items: string[] = [];
    while (!this.isNext(close) || items.length > 0) {
      items.push(item());
      this.#take(SPACE);
      if (this.isNext(close)) break;
      if (!this.isNext(',')) throw this.fault(`a comma or ${close} has to stand here`);
      this.#at += 1;
      this.#take(SPACE);
    }
    this.#at += 1;
    this.#depth -= 1;
    this.#take(SPACE);
    return `${open}${items.join()}${close}`;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #place(at: number): string {
    const lines = this.#text.slice(0, at).split('\n');
    return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  }
}
