import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  brokenLink,
  codeBlocks,
  fileLinks,
  pages,
  quoted,
  read,
  root,
  rows,
  section,
  sections,
} from './markdown.ts';
import { typeCheck } from './type-check.ts';

const allPages = pages();

describe('blocks of code', () => {
  const blocks = allPages.flatMap(codeBlocks);

  test('in TypeScript compile, unless they say nocheck', () => {
    const checked = blocks.filter(({ language, info }) => language === 'ts' && info !== 'nocheck');
    // In the same run, so that the compiler starts once: it shows that the check can fail, and says where.
    const wrong = { place: 'a page:7', language: 'ts', info: '', code: 'await nova.act(7);\n' };

    expect(checked.length).toBeGreaterThan(0);
    expect(typeCheck([...checked, wrong])).toEqual([
      expect.stringMatching(/^a page:7\(.+Argument of type 'number'/),
    ]);
  });

  test('do not escape that check by another name of the language or an unknown word', () => {
    const escaped = blocks.filter(
      ({ language, info }) =>
        /^(?:typescript|tsx|mts|cts)$/i.test(language) ||
        (language === 'ts' && !['', 'nocheck'].includes(info)),
    );

    expect(escaped).toEqual([]);
  });
});

describe('calls of a runtime', () => {
  const withoutQualifier = (text: string): readonly string[] =>
    [...text.matchAll(CALL)].map(([call]) => call).filter((call) => !/\bqualifier\b/.test(call));
  const texts = [
    ...allPages.flatMap((page) => codeBlocks(page).map(({ place, code }) => [place, code] as const)),
    ...programs().map((file) => [file, read(file)] as const),
  ];

  test('name the endpoint: without one it is DEFAULT, whose version nobody may have verified', () => {
    expect(
      texts.flatMap(([place, text]) => withoutQualifier(text).map((call) => `${place}: ${call}`)),
    ).toEqual([]);
    // In docs/from-the-python-tutorial.md, docs/deploying.md and docs/local-services.md.
    expect(texts.flatMap(([, text]) => [...text.matchAll(CALL)]).length).toBeGreaterThan(3);
  });

  test.each([
    'client.invoke_agent_runtime(agentRuntimeArn=arn, payload=json.dumps({"a": 1}))\nqualifier = 1',
    'await client.send(new InvokeAgentRuntimeCommand({ agentRuntimeArn, payload }));\nqualifier();',
    'aws bedrock-agentcore invoke-agent-runtime \\\n  --agent-runtime-arn "$ARN" out.json\nqualifier',
  ])('would be found without one: %s', (text) => {
    expect(withoutQualifier(text)).toHaveLength(1);
  });
});

/** From the name of the operation to the end of the line on which its brackets are closed, or of a command. */
const CALL =
  /\binvoke_agent_runtime\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\bInvokeAgentRuntimeCommand\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\bbedrock-agentcore invoke-agent-runtime\b(?:\\\n|[^\n])*/g;

/** Programs that people copy. */
function programs(): readonly string[] {
  return readdirSync(path.join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|py|sh)$/.test(file) && !file.includes('node_modules'))
    .map((file) => path.join('examples', file));
}

test('links lead to files and headings that exist', () => {
  const broken = [...allPages, 'CHANGELOG.md', 'AGENTS.md'].flatMap((page) =>
    fileLinks(page).map((target) => brokenLink(page, target)),
  );

  expect(broken.filter((problem) => problem !== undefined)).toEqual([]);
});

test('the settings on the page for companies are those of the example', () => {
  const quotes = codeBlocks('docs/deploying-for-companies.md').filter(({ code }) => code.includes('stage:'));

  expect(quotes.map(({ code }) => read('examples/company/workflows/settings.ts').includes(code))).toEqual([
    true,
  ]);
});

test('npm commands exist', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = allPages.flatMap((page) =>
    [...read(page).matchAll(/\bnpm run ([a-z][\w-]*(?::[\w-]+)*)/g)].map((match) => match[1] ?? ''),
  );

  expect(named).toContain('quickstart');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every page is in the index', () => {
  const linked = fileLinks('docs/README.md').map((target) => `docs/${target}`);
  const missing = allPages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');

  expect(missing.filter((page) => !linked.includes(page))).toEqual([]);
});

test.each(['docs/writing-workflows.md', 'docs/coming-from-python.md'])(
  'the contents of %s are its sections',
  (page) => {
    const contents = read(page).split('\nContents: ')[1]?.split('\n\n')[0] ?? '';
    const linked = [...contents.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]);

    expect(linked).toEqual(sections(page));
  },
);

test('versions in the table of compatibility.md are those of package-lock.json, which all tests run with', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const table = rows(section('docs/compatibility.md', 'Versions that work together'))
    .map(([name = '', version]) => [quoted(name)[0], version])
    .filter(([name]) => name !== undefined);

  expect(table.length).toBeGreaterThan(5);
  expect(table).toEqual(table.map(([name]) => [name, packages[`node_modules/${name}`]?.version]));
});
