import { lengthInCommon, MIN_HIDDEN_LENGTH } from '../../../core/hide.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';

/** Finds secrets that were typed key by key: each of the calls has one letter of them. */
export class TypedSecrets {
  readonly #secrets: readonly string[];
  readonly #typed: { readonly callId: string; readonly text: string }[] = [];

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** Takes the next line of a trace. */
  read(line: string): void {
    if (!TYPING.test(line)) return;
    const event = parseJson(line);
    if (!isRecord(event) || !isRecord(event.params) || typeof event.callId !== 'string') return;
    const { text, key } = event.params;
    const typed =
      typeof text === 'string' ? text : typeof key === 'string' && [...key].length === 1 ? key : '';
    this.#typed.push({ callId: event.callId, text: typed });
  }

  /** The calls that have typed one, or a part of it. */
  calls(): ReadonlySet<string> {
    const whole = this.#typed.map(({ text }) => text).join('');
    const places = this.#secrets.flatMap((secret) => placesOf(secret, whole));
    const found = new Set<string>();
    let start = 0;
    for (const { callId, text } of this.#typed) {
      const end = start + text.length;
      if (places.some(([from, to]) => start < to && end > from)) found.add(callId);
      start = end;
    }
    return found;
  }
}

const TYPING = /"method":"(?:keyboard(?:Type|InsertText|Press|Down)|press|type)"/;

/** Of its beginnings, too: the rest may never have been typed. */
function placesOf(secret: string, text: string): readonly (readonly [from: number, to: number])[] {
  const first = secret.slice(0, MIN_HIDDEN_LENGTH);
  const places: (readonly [number, number])[] = [];
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1))
    places.push([at, at + lengthInCommon(secret, text, at)]);
  return places;
}
