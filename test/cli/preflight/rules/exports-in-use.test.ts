import { describe, expect, test } from '@jest/globals';
import { changedExports } from '../../../../lib/cli/preflight/changed-exports.ts';
import { exportsInUse } from '../../../../lib/cli/preflight/rules/exports-in-use.ts';
import { exported, template, world } from '../example-world.ts';

const BUCKET = { Bucket: { Type: 'AWS::S3::Bucket' } };
const RUNTIME = (name: string): Record<string, Record<string, unknown>> => ({
  Runtime: { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { AgentRuntimeName: name } },
});
const ARN = { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] };
const FOUNDATION = {
  body: template(BUCKET, { A: exported('F:A', { Ref: 'Bucket' }) }),
  exports: new Map([['F:A', 'bucket-1']]),
};
const importing = (name: string): unknown =>
  template({ User: { Type: 'X', Properties: { Name: { 'Fn::ImportValue': name } } } });

describe('an export changes', () => {
  const how = (before: unknown, after: unknown, value = 'x'): readonly string[] =>
    changedExports(
      world({
        planned: { F: after },
        deployed: { F: { body: before, exports: new Map([['F:A', value]]) } },
      }),
    ).map((change) => change.how);

  test('when it is removed', () => {
    expect(how(template(BUCKET, { A: exported('F:A', 'x') }), template(BUCKET))).toEqual(['is removed']);
  });

  test('when another resource stands behind it', () => {
    expect(
      how(
        template(BUCKET, { A: exported('F:A', { Ref: 'Bucket' }) }),
        template(BUCKET, { A: exported('F:A', { Ref: 'Other' }) }),
        'bucket-1',
      ),
    ).toEqual(['gets another value (it was "bucket-1")']);
  });

  test('when the resource behind it is replaced', () => {
    const outputs = { A: exported('F:A', ARN) };

    expect(how(template(RUNTIME('old'), outputs), template(RUNTIME('new'), outputs))).toEqual([
      'gets another value, because Runtime is replaced',
    ]);
  });

  test('not when only its output has another key, or its name is written in another way', () => {
    expect(
      how(
        template(BUCKET, { A: exported('F:A', { Ref: 'Bucket' }) }),
        template(BUCKET, { B: exported({ 'Fn::Sub': `\${AWS::StackName}:A` }, { Ref: 'Bucket' }) }),
      ),
    ).toEqual([]);
  });

  test('not when it is written as what it was', () => {
    expect(
      how(
        template(BUCKET, { A: exported('F:A', { Ref: 'AWS::Region' }) }),
        template(BUCKET, { A: exported('F:A', 'us-east-1') }),
        'us-east-1',
      ),
    ).toEqual([]);
  });

  test('not when a resource changes in place', () => {
    const outputs = { A: exported('F:A', ARN) };
    const changed = {
      Runtime: { ...RUNTIME('same').Runtime, Properties: { AgentRuntimeName: 'same', Description: 'x' } },
    };

    expect(how(template(RUNTIME('same'), outputs), template(changed, outputs))).toEqual([]);
  });
});

describe('an export may change', () => {
  const certain = (before: unknown, after: unknown, resources = {}): readonly boolean[] =>
    changedExports(
      world({
        planned: { F: template(resources, { A: exported('F:A', after) }) },
        deployed: {
          F: { body: template({}, { A: exported('F:A', before) }), exports: new Map([['F:A', 'x']]) },
          G: { exports: new Map([['G:A', 'x']]) },
        },
      }),
    ).map(({ isCertain }) => isCertain);

  test('when a custom resource stands behind it, which may say the same', () => {
    const custom = { C: { Type: 'Custom::LogGroups' } };

    expect(certain({ Ref: 'Logs' }, { 'Fn::GetAtt': ['C', 'live'] }, custom)).toEqual([false]);
  });

  test('when a condition decides whether its output is there', () => {
    const conditional = (value: string): unknown => ({
      Condition: 'IsMain',
      ...Object(exported('F:A', value)),
    });
    const changes = changedExports(
      world({
        planned: { F: template({}, { A: conditional('new') }) },
        deployed: {
          F: { body: template({}, { A: conditional('old') }), exports: new Map([['F:A', 'old']]) },
        },
      }),
    );

    expect(changes).toEqual([expect.objectContaining({ name: 'F:A', isCertain: false })]);
  });

  test('when the same resource is asked in another way', () => {
    expect(certain({ Ref: 'Logs' }, { 'Fn::GetAtt': ['Logs', 'Name'] })).toEqual([false]);
  });

  test('when it comes from an export that is not there yet', () => {
    expect(certain({ 'Fn::ImportValue': 'G:A' }, { 'Fn::ImportValue': 'G:New' })).toEqual([false]);
  });

  test('and does not when what it imports has the value', () => {
    expect(certain({ 'Fn::ImportValue': 'G:Old' }, { 'Fn::ImportValue': 'G:A' })).toEqual([]);
  });

  test('and does for certain when a text becomes an attribute', () => {
    expect(certain('none', { 'Fn::GetAtt': ['Key', 'Arn'] })).toEqual([true]);
  });

  test('which is noted and not refused', () => {
    const region = world({
      planned: { F: template({}, { A: exported('F:A', { 'Fn::GetAtt': ['Bucket', 'Name'] }) }) },
      deployed: { F: FOUNDATION, Shop: {} },
    });
    const { refused, notices } = exportsInUse(region, new Map([['F:A', ['Shop']]]));

    expect(refused).toEqual([]);
    expect(notices[0]?.what).toBe(
      'Shop imports what may change: the export "F:A" gets another value (it was "bucket-1").',
    );
  });
});

describe('when a stack imports what goes', () => {
  const planned = { F: template(BUCKET) };

  test('nothing is refused if nobody imports it', () => {
    expect(exportsInUse(world({ planned, deployed: { F: FOUNDATION } }), new Map([['F:A', []]]))).toEqual({
      refused: [],
      notices: [],
    });
  });

  test('stacks of the assembly that no longer import it go first', () => {
    const region = world({
      planned: { ...planned, W: template({}) },
      deployed: { F: FOUNDATION, W: { body: importing('F:A') } },
    });

    expect(exportsInUse(region, new Map([['F:A', ['W']]])).refused).toEqual([
      {
        rule: 'export-in-use',
        stackName: 'F',
        region: 'us-east-1',
        what: 'W imports what would change: the export "F:A" is removed.',
        wayOut:
          'They no longer import it in this assembly, so deploy them first: `npx cdk deploy -e App/W --app cdk.out`; then all.',
        source: expect.stringContaining('importvalue'),
      },
    ]);
  });

  test('but not when they import what is not there yet: then the export is kept for one deployment', () => {
    const region = world({
      planned: { F: template(BUCKET, { B: exported('F:B', 'x') }), W: importing('F:B') },
      deployed: { F: FOUNDATION, W: { body: importing('F:A') } },
    });

    expect(exportsInUse(region, new Map([['F:A', ['W']]])).refused[0]?.wayOut).toBe(
      'The importing stacks will import F:B, which no stack exports yet. Deploy in two steps: keep the old export for one deployment (`exportValue` of the stack), then take it away.',
    );
  });

  test('stacks that go on importing it need a new export', () => {
    const region = world({
      planned: { ...planned, W: importing('F:A') },
      deployed: { F: FOUNDATION, W: { body: importing('F:A') } },
    });

    expect(exportsInUse(region, new Map([['F:A', ['W']]])).refused[0]?.wayOut).toContain(
      'W would import it after the change, too',
    );
  });

  test('stacks of others are named', () => {
    const region = world({
      planned: { ...planned, W: template({}) },
      deployed: { F: FOUNDATION, W: {}, Shop: {} },
    });
    const [found, ...more] = exportsInUse(region, new Map([['F:A', ['Shop', 'W']]])).refused;

    expect(more).toEqual([]);
    expect(found?.what).toContain('Shop, W import what would change');
    expect(found?.wayOut).toContain(
      'Shop is not in this assembly: deploy it without the import, or delete it',
    );
  });

  test('a stack that the assembly does not have keeps its exports', () => {
    expect(changedExports(world({ planned: {}, deployed: { F: FOUNDATION } }))).toEqual([]);
  });
});
