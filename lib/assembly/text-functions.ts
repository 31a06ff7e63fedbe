import { isRecord } from '../core/is-record.ts';

/**
 * `Fn::Join` of what is resolved as far as it is known. Neighbouring texts become one: a partition that one template knows
 * and the other asks for makes no difference.
 */
export function joinTexts(argument: unknown): unknown {
  if (!Array.isArray(argument)) return undefined;
  const [separator, parts]: unknown[] = argument;
  if (typeof separator !== 'string' || !Array.isArray(parts)) return { 'Fn::Join': argument };
  const merged: unknown[] = [''];
  for (const [index, part] of parts.entries()) {
    for (const piece of index === 0 ? [part] : [separator, part]) {
      const last = merged.at(-1);
      if (isText(piece) && isText(last)) merged[merged.length - 1] = `${last}${piece}`;
      else merged.push(piece);
    }
  }
  const pieces = merged.filter((piece) => piece !== '');
  if (pieces.length === 0) return '';
  return pieces.length === 1 && isText(pieces[0]) ? String(pieces[0]) : { 'Fn::Join': ['', pieces] };
}

/** `Fn::Sub`, as the join that it stands for. */
export function substitute(argument: unknown, resolve: (value: unknown) => unknown): unknown {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables)) return { 'Fn::Sub': argument };
  const pieces = text.split(/(\$\{[^}]*\})/).map((piece) => {
    const name = /^\$\{([^}]*)\}$/.exec(piece)?.[1]?.trim();
    if (name === undefined) return piece;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return resolve(variables[name]);
    return resolve(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
  });
  return joinTexts(['', pieces]);
}

/** `Fn::Select`; undefined when the list is not known. */
export function selectItem(argument: unknown): unknown {
  if (!Array.isArray(argument)) return undefined;
  const [index, list]: unknown[] = argument;
  return Array.isArray(list) && isText(index) ? list[Number(index)] : undefined;
}

/** `Fn::Split`; undefined when the text is not known. */
export function splitText(argument: unknown): unknown {
  if (!Array.isArray(argument)) return undefined;
  const [separator, text]: unknown[] = argument;
  return typeof separator === 'string' && isText(text) ? String(text).split(separator) : undefined;
}

/** `Fn::FindInMap`; undefined when map or keys are not known. */
export function findInMap(argument: unknown, mappings: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(argument)) return undefined;
  const keys: readonly unknown[] = argument.slice(0, 3);
  return keys.reduce<unknown>(
    (found, key) =>
      isRecord(found) && isText(key) && Object.hasOwn(found, key.toString())
        ? found[key.toString()]
        : undefined,
    mappings,
  );
}

/** The two parts of an attribute's name: the logical id, and what follows the first point. */
export function splitOnce(attribute: string): readonly string[] {
  const at = attribute.indexOf('.');
  return [attribute.slice(0, at), attribute.slice(at + 1)];
}

/** Whether a value is what CloudFormation takes for text. */
export function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
