import { describe, expect, test } from '@jest/globals';
import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type NovaActWorkflowProps, WorkflowFleet } from '../../../lib/cdk/index.ts';
import { emptyStack, fleetIn, workflowIn } from '../constructs/fleet-stacks.ts';
import { appProps } from '../synthesis.ts';

describe('when the properties of a fleet are wrong', () => {
  test.each<[object, string, string]>([
    [{ concurency: 5 }, 'Fleet.concurency is not a known key', 'did you mean "concurrency"?'],
    [{ retries: { los: 1 } }, 'Fleet.retries.los is not a known key', 'did you mean "lost"?'],
    [{ quotas: { sessions: 1 } }, 'Fleet.quotas.sessions is not a known key', 'remove it'],
    [{ monitoring: { action: [] } }, 'Fleet.monitoring.action is not a known key', 'did you mean "actions"?'],
    [{ concurrency: 0 }, 'Fleet.concurrency is not a number of items: 0', 'a whole number, 1 to 10000'],
    [{ concurrency: 10_001 }, 'Fleet.concurrency is not a number of items: 10001', 'write 10000'],
    [{ concurrency: 1.5 }, 'Fleet.concurrency is not a number of items: 1.5', 'write 2'],
    [{ concurrency: '20' }, 'Fleet.concurrency is not a number of items: "20"', 'leave it out'],
    [{ toleratedFailurePercentage: -1 }, 'Fleet.toleratedFailurePercentage', 'a whole number, 0 to 100'],
    [{ toleratedFailurePercentage: 101 }, 'Fleet.toleratedFailurePercentage', 'write 100'],
    [{ retries: { lost: 11 } }, 'Fleet.retries.lost is not a number of retries: 11', '0 to 10'],
    [{ retries: { failed: 0.5 } }, 'Fleet.retries.failed is not a number of retries: 0.5', '0 to 10'],
    [{ retries: 3 }, 'Fleet.retries is not what is expected here: 3', 'write it in curly brackets'],
    [{ lostAfter: Duration.seconds(29) }, 'Fleet.lostAfter is no time', 'Duration.seconds(30)'],
    [{ lostAfter: Duration.hours(2) }, 'Fleet.lostAfter is no time', 'Duration.seconds(3600)'],
    [{ lostAfter: 60 }, 'Fleet.lostAfter is not what is expected here: 60', 'Duration.minutes(15)'],
    [{ lostAfter: Duration.seconds(Lazy.number({ produce: () => 60 })) }, ': a token', 'known at synthesis'],
    [{ quotas: { actStepsPerSecond: 0 } }, 'Fleet.quotas.actStepsPerSecond', 'a whole number, 1 to'],
    [{ itemBuckets: ['lists'] }, 'Fleet.itemBuckets[0] is not what is expected', 'Bucket.fromBucketName'],
    [{ itemBuckets: 'lists' }, 'Fleet.itemBuckets is not what is expected', 'square brackets'],
    [{ workflow: {} }, 'Fleet.workflow is not what is expected', 'new NovaActWorkflow'],
  ])('%j: %s', (props, what, fix) => {
    const make = () => fleetIn(emptyStack(), props);

    expect(make).toThrow(what);
    expect(make).toThrow(fix);
  });

  test('all problems are said at once', () => {
    expect(() => fleetIn(emptyStack(), { concurrency: 0, toleratedFailurePercentage: 101 })).toThrow(
      'The fleet has 2 problems',
    );
  });
});

describe('when a workflow cannot be a fleet', () => {
  test.each<[NonNullable<NovaActWorkflowProps['runtime']>, string, string]>([
    [{ serverProtocol: 'MCP', description: 'Greets' }, 'takes no payloads', 'without serverProtocol'],
    [
      {
        authorizer: {
          discoveryUrl: 'https://idp.example.com/.well-known/openid-configuration',
          allowedClients: ['app'],
        },
      },
      'lets callers in by tokens',
      'without authorizer',
    ],
  ])('%j', (runtime, what, fix) => {
    const stack = emptyStack();
    const workflow = workflowIn(stack, { runtime });
    const make = () => new WorkflowFleet(stack, 'Fleet', { workflow });

    expect(make).toThrow(what);
    expect(make).toThrow(fix);
  });

  test('one of another region', () => {
    const app = new App(appProps());
    const workflow = workflowIn(emptyStack(app));
    const elsewhere = new Stack(app, 'Elsewhere', { env: { region: 'eu-west-1' } });

    expect(() => new WorkflowFleet(elsewhere, 'Fleet', { workflow })).toThrow(
      'Fleet.workflow is of another region than this stack, its items cannot be run from here: region us-east-1',
    );
  });
});

describe('when buckets of items are wrong', () => {
  test('each is given once, whatever it is called in the app', () => {
    const stack = emptyStack();
    const itemBuckets = ['One', 'Two'].map((id) => Bucket.fromBucketName(stack, id, 'lists'));

    expect(() => fleetIn(stack, { itemBuckets })).toThrow(
      'Fleet.itemBuckets[1] is there twice: the bucket of Fleet.itemBuckets[0]',
    );
  });

  test('the artifact bucket is none of them: only its folder of fleets is read', () => {
    const stack = emptyStack();
    const workflow = workflowIn(stack);

    expect(() => fleetIn(stack, { workflow, itemBuckets: [workflow.foundation.artifactBucket] })).toThrow(
      'Fleet.itemBuckets[0] is the artifact bucket',
    );
  });
});
