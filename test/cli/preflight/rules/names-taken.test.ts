import { describe, expect, test } from '@jest/globals';
import { exportsTaken, namesTaken } from '../../../../lib/cli/preflight/rules/names-taken.ts';
import { exported, template, world } from '../example-world.ts';

const OLD = 'NovaActWorkflow-old';
const NEW = 'NovaActWorkflow-new';

function definition(name: unknown, more: Readonly<Record<string, unknown>> = {}, logicalId = 'D'): unknown {
  return template({
    [logicalId]: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: name }, ...more },
  });
}

describe('when a workflow was renamed and kept the name of its definition', () => {
  test('the old stack is named, and the ways are said', () => {
    expect(
      namesTaken(
        world({
          planned: { [NEW]: definition('orders') },
          deployed: { [OLD]: { body: definition('orders') } },
        }),
      ),
    ).toEqual([
      expect.objectContaining({
        rule: 'name-taken',
        stackName: NEW,
        what: `The workflow definition orders would be made, but that name belongs to the stack ${OLD}.`,
        wayOut: `If the workflow was renamed: give it a new \`definitionName\` as well, and the old stack can go later; or keep its old \`name\`; or remove the old stack first: \`aws cloudformation delete-stack --stack-name ${OLD} --region us-east-1\`. That deletes the definition, and with it its runs for good.`,
      }),
    ]);
  });

  test('what the old stack would keep is said, and how to unprotect it', () => {
    const [found] = namesTaken(
      world({
        planned: { [NEW]: definition('orders') },
        deployed: { [OLD]: { body: definition('orders', { DeletionPolicy: 'Retain' }), isProtected: true } },
      }),
    );

    expect(found?.wayOut).toContain(
      `update-termination-protection --no-enable-termination-protection --stack-name ${OLD}`,
    );
    expect(found?.wayOut).toContain(
      'Its removal policy keeps the workflow definition orders: it must be deleted by hand before the name is free.',
    );
  });
});

describe('a name', () => {
  const taken = (before: unknown, after: unknown, status = 'UPDATE_COMPLETE'): readonly string[] =>
    namesTaken(world({ planned: { [NEW]: after }, deployed: { [OLD]: { body: before, status } } })).map(
      ({ what }) => what,
    );

  test('with something in it that is known is compared', () => {
    const name = { 'Fn::Join': ['-', ['x', { Ref: 'AWS::AccountId' }]] };

    expect(taken(definition(name), definition('x-123456789012'))).toHaveLength(1);
  });

  test('that only a deployment knows is not', () => {
    expect(taken(definition({ Ref: 'R' }), definition({ Ref: 'R' }))).toEqual([]);
  });

  test('may be that of a resource of another type', () => {
    const role = template({ R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x' } } });

    expect(taken(role, definition('x'))).toEqual([]);
  });

  test('of an endpoint belongs to its runtime', () => {
    const endpoint = template({
      E: { Type: 'AWS::BedrockAgentCore::RuntimeEndpoint', Properties: { Name: 'live' } },
    });

    expect(taken(endpoint, endpoint)).toEqual([]);
  });

  test('of a stack whose creation failed is free', () => {
    expect(taken(definition('x'), definition('x'), 'ROLLBACK_COMPLETE')).toEqual([]);
  });
});

describe('when another stack of the assembly has the name', () => {
  test('and gives it up, it goes first', () => {
    const [found] = namesTaken(
      world({
        planned: { A: definition('x'), B: template({}) },
        deployed: { B: { body: definition('x') } },
      }),
    );

    expect(found?.wayOut).toContain('deploy it first: `npx cdk deploy -e App/B --app cdk.out`');
  });

  test('because the first region changed, the order of regions is the way', () => {
    const [found] = namesTaken(
      world({
        planned: { [`${NEW}-us-east-1`]: definition('x') },
        deployed: { [NEW]: { body: definition('x') } },
      }),
    );

    expect(found?.wayOut).toContain('List the regions in the order in which they were deployed');
  });
});

describe('within one stack', () => {
  const move = (before: unknown, after: unknown) =>
    namesTaken(world({ planned: { A: after }, deployed: { A: { body: before } } }));

  test('a resource keeps its name', () => {
    expect(move(definition('x'), definition('x'))).toEqual([]);
  });

  test('a resource under another logical id cannot have it, as it is made before the old one is deleted', () => {
    const [found] = move(definition({ Ref: 'R' }, {}, 'Old'), definition({ Ref: 'R' }, {}, 'New'));

    expect(found?.what).toContain('belongs to this stack, under another logical id');
    expect(found?.wayOut).toContain('Keep the construct id');
  });
});

test('the name of an export belongs to one stack', () => {
  const region = world({
    planned: { A: template({}, { X: exported('shared', 1) }), B: template({}, { X: exported('mine', 1) }) },
    deployed: { B: { exports: new Map([['mine', '1']]) }, C: { exports: new Map([['shared', '1']]) } },
  });

  expect(exportsTaken(region).map(({ stackName, what }) => [stackName, what])).toEqual([
    ['A', 'The export "shared" belongs to the stack C.'],
  ]);
});
