import { XMLBuilder } from 'fast-xml-parser';

/**
 * An XML document of S3. Members that are `undefined` are left out, lists are elements that follow one another, and names
 * that begin with `@` are attributes.
 */
export function xmlText(document: XmlMembers): string {
  const text: string = builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...document });
  // Readers would take a carriage return for the end of a line, and no other character below space but that and the tab.
  return text.replaceAll(CONTROLS, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

/** The elements of a document, by name. */
export type XmlMembers = { readonly [name: string]: XmlValue };

type XmlValue = string | number | boolean | undefined | XmlMembers | readonly (string | XmlMembers)[];

/** The namespace of all documents of S3 but errors. */
export const S3_NAMESPACE = { '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/' } as const;

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/g;
