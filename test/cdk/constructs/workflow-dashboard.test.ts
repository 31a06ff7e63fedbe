import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { NovaActWorkflow, type NovaActWorkflowProps, WorkflowDashboard } from '../../../lib/cdk/index.ts';
import { fixture, render, testStack } from '../synthesis.ts';

const TYPE = 'AWS::CloudWatch::Dashboard';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly query?: string;
  };
}

const make = (runtime: NovaActWorkflowProps['runtime'] = { monitoring: true }) => {
  const stack = testStack();
  const workflow = new NovaActWorkflow(stack, 'Workflow', {
    entry: fixture('greeting.ts'),
    build: 'zip',
    runtime,
  });
  return { stack, workflow };
};

function widgetsOf(template: Template): readonly Widget[] {
  const [dashboard] = Object.values(template.findResources(TYPE));
  return JSON.parse(render(dashboard?.Properties.DashboardBody)).widgets;
}

describe('when a workflow is watched', () => {
  const widgets = widgetsOf(Template.fromStack(make().stack));

  test('one page shows alarms, calls, failures, durations and the latest output', () => {
    expect(widgets.map(({ type, properties }) => [type, properties.title])).toEqual([
      ['alarm', 'Alarms of greeting'],
      ['metric', 'Calls'],
      ['metric', 'Failed or refused'],
      ['metric', 'Duration of calls (ms)'],
      ['log', 'Latest output'],
    ]);
  });

  test('all numbers are those of the endpoint that callers use', () => {
    const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);

    expect(metrics).toHaveLength(7);
    for (const metric of metrics) expect(metric).toContain('greeting::live');
  });

  test('the output is that of the same endpoint', () => {
    expect(widgets.at(-1)?.properties.query).toContain("SOURCE '<WorkflowRuntimeLogGroupsgreeting.live>'");
  });
});

describe('when monitoring is off', () => {
  test('there is neither a dashboard nor an alarm', () => {
    const { stack, workflow } = make({ monitoring: false });
    const template = Template.fromStack(stack);

    expect([workflow.alarms, workflow.dashboard]).toEqual([undefined, undefined]);
    template.resourceCountIs(TYPE, 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('when there are no alarms', () => {
  test('a dashboard has the rest', () => {
    const { stack, workflow } = make({ monitoring: false });
    new WorkflowDashboard(stack, 'Dashboard', { runtime: workflow.runtime });

    expect(widgetsOf(Template.fromStack(stack)).map(({ type }) => type)).not.toContain('alarm');
  });
});
