import { XMLParser } from 'fast-xml-parser';
import { isRecord } from '../../core/is-record.ts';
import { S3Error } from './s3-error.ts';

/**
 * The elements of a document whose root is called so. Texts are as they are written, numbers too.
 *
 * @param options.lists names of elements that may come several times
 * @throws S3Error MalformedXML
 */
export function parseXml(
  text: string,
  options: { readonly root: string; readonly lists: readonly string[] },
): Readonly<Record<string, unknown>> {
  const { root, lists } = options;
  const content = text.includes('<!') ? undefined : parsed(text, lists)?.[root];
  // Of an element without any in it the text is left.
  if (typeof content === 'string' && content.trim() === '') return {};
  if (isRecord(content)) return content;
  throw malformedXml();
}

/** What a body gets that is not as the operation's model says. */
export function malformedXml(): S3Error {
  return new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function parsed(text: string, lists: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  try {
    const parser = new XMLParser({
      parseTagValue: false,
      trimValues: false,
      ignoreDeclaration: true,
      htmlEntities: true,
      isArray: (name) => lists.includes(String(name)),
    });
    const document: unknown = parser.parse(text, true);
    return isRecord(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
