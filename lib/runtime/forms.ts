/**
 * Finds a text in other texts, however it was written there: in any case, with the escapes of JSON and of Node's own
 * messages, of URLs and forms, of HTML, or in base64.
 */
export function formsOf(text: string): RegExp {
  const characters = [...text].map(formsOfCharacter).join('');
  return new RegExp([characters, ...inBase64(text)].join('|'), 'gi');
}

function formsOfCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const units = character
    .split('')
    .map((unit) => `\\\\+u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const forms = [escaped(character), units.join(''), `&#0*${code};`, `&#x0*${hex};`, percentForm(character)];
  if (character === ' ') forms.push('\\+');
  const letter = LETTERS[character];
  if (letter !== undefined) forms.push(`\\\\+${letter}`);
  const entity = ENTITIES[character];
  if (entity !== undefined) forms.push(`&${entity};`);
  // Behind backslashes, where it would end a text.
  if (`"'\`\\/`.includes(character)) forms.push(`\\\\+${escaped(character)}`);
  return `(?:${forms.join('|')})`;
}

const LETTERS: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };
const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

function percentForm(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%(?:25)?${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Shorter ones would hit what has nothing to do with it. */
const MIN_BASE64_LENGTH = 8;

/** A text stands in base64 in one of three ways, by what comes before it; what its neighbours decide is left out. */
function inBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((shift) => {
    const bits = (shift + bytes.length) * 8;
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const certain = whole.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6));
    if (certain.length < MIN_BASE64_LENGTH) return [];
    return [certain.replaceAll('+', '[+-]').replaceAll('/', '[/_]')];
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
