import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { workflowApp } from '../../lib/cdk/index.ts';
import { appProps, fixture, render } from './synthesis.ts';

const PIPELINE = {
  connection:
    'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef',
  repository: 'owner/workflows',
};

function templatesWith(context: Readonly<Record<string, string>>): readonly Template[] {
  const app: App = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    projectRoot: path.dirname(fixture('greeting.ts')),
    appProps: appProps(context),
  });
  // Those of stages, too.
  const stacks = app.node.findAll().filter((child) => child instanceof Stack);
  return stacks.map((stack) => Template.fromStack(stack));
}

// docs/decisions/0012: what a service makes by itself is set, and never created.
describe.each([
  { build: 'docker', env: 'development' },
  { build: 'zip', env: 'production' },
  { build: 'zip', ...PIPELINE },
])('when all stacks of an app are looked at: %j', (context) => {
  const templates = templatesWith(context);
  const propertiesOf = (type: string) =>
    templates
      .flatMap((template) => Object.values(template.findResources(type)))
      .map(({ Properties }) => Properties);

  test('no template creates a log group whose name belongs to a service', () => {
    const names = propertiesOf('AWS::Logs::LogGroup')
      .map(({ LogGroupName }) => render(LogGroupName))
      .filter((name) => name.startsWith('/aws/') && !name.startsWith('/aws/vendedlogs/'));

    expect(names).toEqual([]);
  });

  test('no function and no build makes a log group for itself, which would be kept for ever', () => {
    const functions = propertiesOf('AWS::Lambda::Function').map(
      ({ LoggingConfig }) => LoggingConfig?.LogGroup,
    );
    const builds = propertiesOf('AWS::CodeBuild::Project').map(
      ({ LogsConfig }) => LogsConfig?.CloudWatchLogs?.GroupName,
    );

    expect(functions.length).toBeGreaterThan(0);
    expect(builds.length > 0).toBe('repository' in context);
    expect([...functions, ...builds]).not.toContain(undefined);
  });
});
