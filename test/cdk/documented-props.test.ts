import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from './synthesis.ts';

/** What members of an interface lack, those of objects within it included. */
function findingsIn(source: string, name: string): readonly string[] {
  const body = new RegExp(`^export interface ${name}\\b[\\s\\S]*?^}`, 'm').exec(source)?.[0] ?? '';
  const members = body.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*readonly (\w+)(\??):/g);
  return [...members].flatMap(([, comment = '', member, optional]) => {
    const text = comment.replace(/^\/\*\*|\*\/$|^\s*\*/gm, '');
    const [explanation = ''] = text.split(/@\w+/);
    return [
      ...(explanation.trim() === '' ? [`${name}.${member}: a comment`] : []),
      ...(optional === '?' && !text.includes('@default') ? [`${name}.${member}: @default`] : []),
    ];
  });
}

/** What `nova-act-cdk/cdk` exports for callers to write: the name, and the source that it is in. */
function propsOf(index: string): readonly (readonly [string, string])[] {
  const exports = readFileSync(index, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from '(.*)';$/gm);
  return [...exports].flatMap(([, list = '', file = '']) => {
    const names = list.match(/\w+(?:Props|Options|Settings|Attributes)\b/g) ?? [];
    if (names.length === 0) return [];
    const source = readFileSync(path.join(path.dirname(index), file), 'utf8');
    return names.map((name) => [name, source] as const);
  });
}

test('the scan sees what is missing, so that the rule below can fail', () => {
  const source = `
/** Properties of a {@link Sample}. */
export interface SampleProps extends Others {
  /** Said. */
  readonly good: string;
  /** Said. @default - none */
  readonly better?: { readonly inner?: string } | undefined;
  readonly bad: string;
  /**
   * Said.
   */
  readonly worse?: string;
  /** @default 1 */
  readonly bare?: number;
}
`;

  expect(findingsIn(source, 'SampleProps')).toEqual([
    'SampleProps.inner: a comment',
    'SampleProps.inner: @default',
    'SampleProps.bad: a comment',
    'SampleProps.worse: @default',
    'SampleProps.bare: a comment',
  ]);
});

test('every property that callers of nova-act-cdk/cdk write is explained, and every optional one has its default', () => {
  const props = propsOf(path.join(projectRoot, 'lib', 'cdk', 'index.ts'));

  expect(props.length).toBeGreaterThan(20);
  expect(props.flatMap(([name, source]) => findingsIn(source, name))).toEqual([]);
});
