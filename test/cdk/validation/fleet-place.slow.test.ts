import { describe, expect, test } from '@jest/globals';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { FleetOnUpload, WorkflowFleet, WorkflowSchedule } from '../../../lib/cdk/index.ts';
import { workflowIn } from '../constructs/fleet-stacks.ts';
import { appProps } from '../synthesis.ts';

const ENV = { account: '123456789012', region: 'us-east-1' };

/** Two stacks, a workflow in the first one. */
function stacksOf(first: StackProps['env'], second: StackProps['env']) {
  const app = new App(appProps());
  const own = new Stack(app, 'Own', first ? { env: first } : {});
  const other = new Stack(app, 'Other', second ? { env: second } : {});
  return { app, own, other, workflow: workflowIn(own) };
}

describe('what runs items in another stack than the workflow', () => {
  test.each<[StackProps['env'], StackProps['env'], string]>([
    [undefined, ENV, 'of which less, or more, is known'],
    [{ region: ENV.region }, ENV, 'of which less, or more, is known'],
    [ENV, undefined, 'of which less, or more, is known'],
    [ENV, { ...ENV, region: 'us-west-2' }, 'is of another region than this stack'],
    [ENV, { ...ENV, account: '210987654321' }, 'is of another account than this stack'],
  ])('%j and %j', (first, second, what) => {
    const { other, workflow } = stacksOf(first, second);

    expect(() => new WorkflowFleet(other, 'Fleet', { workflow })).toThrow(`Fleet.workflow is`);
    expect(() => new WorkflowFleet(other, 'Fleet', { workflow })).toThrow(what);
    expect(() => new WorkflowSchedule(other, 'Nightly', { workflow, rate: '1 day' })).toThrow(what);
  });

  test('is taken where both have the same env', () => {
    const { app, other, workflow } = stacksOf(ENV, ENV);
    new WorkflowFleet(other, 'Fleet', { workflow });
    new WorkflowSchedule(other, 'Nightly', { workflow, rate: '1 day' });

    expect(() => app.synth()).not.toThrow();
  });
});

describe('what starts a fleet', () => {
  test.each<[StackProps['env'], string]>([
    [{ ...ENV, region: 'us-west-2' }, 'Upload.fleet is of another region than what starts it'],
    [{ ...ENV, account: '210987654321' }, 'Upload.fleet is of another account than what starts it'],
    [undefined, 'Upload.fleet is in a stack of which less, or more, is known'],
  ])('cannot be in %j', (env, what) => {
    const { own, other, workflow } = stacksOf(ENV, env);
    const bucket = Bucket.fromBucketName(own, 'Lists', 'lists');
    const fleet = new WorkflowFleet(own, 'Fleet', { workflow, itemBuckets: [bucket] });

    expect(() => new FleetOnUpload(other, 'Upload', { fleet, bucket, suffix: '.csv' })).toThrow(what);
  });

  test('cannot be in a stack that the stack of the fleet needs', () => {
    const { own, other, workflow } = stacksOf(ENV, ENV);
    const bucket = new Bucket(own, 'Lists') as IBucket;
    const fleet = new WorkflowFleet(other, 'Fleet', { workflow, itemBuckets: [bucket] });

    expect(() => new FleetOnUpload(own, 'Upload', { fleet, bucket, suffix: '.csv' })).toThrow(
      'Upload.fleet is in a stack that needs this one',
    );
    expect(
      () => new WorkflowSchedule(own, 'Nightly', { workflow, fleet, rate: '1 day', items: { key: 'a.csv' } }),
    ).toThrow('put it into the stack of the fleet, Other');
  });

  test('may be in a third stack, and in that of the fleet', () => {
    const { app, own, other, workflow } = stacksOf(ENV, ENV);
    const bucket = new Bucket(other, 'Lists') as IBucket;
    const fleet = new WorkflowFleet(own, 'Fleet', { workflow, itemBuckets: [bucket] });
    const third = new Stack(app, 'Third', { env: ENV });
    new FleetOnUpload(own, 'Upload', { fleet, bucket, suffix: '.csv' });
    new FleetOnUpload(third, 'Upload', { fleet, bucket, suffix: '.csv' });
    new WorkflowSchedule(third, 'Nightly', { workflow, fleet, rate: '1 day', items: { key: 'a.csv' } });

    expect(() => app.synth()).not.toThrow();
  });
});
