import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, test } from '@jest/globals';
import { workflowApp } from '../../../lib/cdk/index.ts';
import { NAMED_RESOURCES } from '../../../lib/cli/preflight/named-resources.ts';
import { isRecord } from '../../../lib/core/is-record.ts';
import { appProps, projectRoot } from '../../cdk/synthesis.ts';

const spec = loadAwsServiceSpecSync();

test.each(Object.entries(NAMED_RESOURCES))('%s is as its schema says', (type, { name, createOnly }) => {
  const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
  const replacing = Object.entries(resource?.properties ?? {})
    .filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no')
    .map(([property]) => property);

  expect([name, ...createOnly].sort()).toEqual(replacing.sort());
});

test.each(['docker', 'codebuild', 'zip'])(
  'every fixed name in the templates of %s is of a type in the table',
  (build) => {
    const app = workflowApp({
      catalog: [
        {
          name: 'greeting',
          entry: 'test/cdk/fixtures/greeting.ts',
          definitionName: 'greeting',
          description: 'x',
        },
      ],
      projectRoot,
      appProps: appProps({ build, env: 'production' }),
    });
    const resources = app
      .synth()
      .stacks.flatMap((stack): unknown[] => Object.values<unknown>(stack.template.Resources));
    const named = resources.flatMap((resource) => {
      if (!isRecord(resource) || !isRecord(resource.Properties)) return [];
      const type = String(resource.Type);
      const [described] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
      return Object.entries(resource.Properties).flatMap(([property, value]) =>
        typeof value === 'string' &&
        /Name$/.test(property) &&
        (described?.properties[property]?.causesReplacement ?? 'no') !== 'no'
          ? [`${type}.${property}`]
          : [],
      );
    });
    const known = Object.entries(NAMED_RESOURCES).map(([type, { name }]) => `${type}.${name}`);

    expect(named).toContain('AWS::NovaAct::WorkflowDefinition.Name');
    expect(named.filter((each) => !known.includes(each))).toEqual([]);
  },
);
