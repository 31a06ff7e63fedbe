import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  answering,
  type FunctionContext,
  type ResourceEvent,
  type ResourceOutcome,
} from '../../../lib/cdk/handlers/answer.ts';
import { startAnswerBucket } from './support/answer-bucket.ts';

const event = (ResponseURL: string, more: Partial<ResourceEvent> = {}): ResourceEvent => ({
  RequestType: 'Create',
  ResponseURL,
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Thing',
  ResourceProperties: {},
  ...more,
});

const withMinutes = (minutes: number): FunctionContext => ({
  getRemainingTimeInMillis: () => minutes * 60_000,
});

const made = async (): Promise<ResourceOutcome> => ({ physicalId: 'thing-1', data: { Name: 'one' } });

// Failures are written to the log of the function.
beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void jest.restoreAllMocks());

describe('when the work is done', () => {
  test('CloudFormation is told what there is now', async () => {
    await using bucket = await startAnswerBucket();

    await answering(made)(event(bucket.url), withMinutes(5));

    expect(bucket.answers).toEqual([
      {
        Status: 'SUCCESS',
        PhysicalResourceId: 'thing-1',
        Data: { Name: 'one' },
        StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1',
        RequestId: 'request-1',
        LogicalResourceId: 'Thing',
      },
    ]);
  });

  test('what was deleted keeps the id that CloudFormation knows', async () => {
    await using bucket = await startAnswerBucket();

    await answering(made)(
      event(bucket.url, { RequestType: 'Delete', PhysicalResourceId: 'thing-0' }),
      withMinutes(5),
    );

    expect(bucket.answers).toEqual([expect.objectContaining({ PhysicalResourceId: 'thing-0' })]);
  });
});

describe('when the work fails', () => {
  test('CloudFormation is told why, and what was never made gets an id to be deleted by', async () => {
    await using bucket = await startAnswerBucket();

    await answering(async () => {
      throw new Error('There is no such thing.');
    })(event(bucket.url), withMinutes(5));

    expect(bucket.answers).toEqual([
      expect.objectContaining({
        Status: 'FAILED',
        Reason: 'There is no such thing.',
        PhysicalResourceId: 'never-made',
      }),
    ]);
  });

  test('what was made before keeps its id, so that nothing is replaced', async () => {
    await using bucket = await startAnswerBucket();

    await answering(() => Promise.reject(new Error('no')))(
      event(bucket.url, { RequestType: 'Update', PhysicalResourceId: 'thing-1' }),
      withMinutes(5),
    );

    expect(bucket.answers).toEqual([
      expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: 'thing-1' }),
    ]);
  });

  test('a failure before the first await is one like any other', async () => {
    await using bucket = await startAnswerBucket();

    await answering(() => {
      throw new TypeError('at once');
    })(event(bucket.url), withMinutes(5));

    expect(bucket.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: 'at once' })]);
  });

  test('a long reason is cut, because a long answer is not read', async () => {
    await using bucket = await startAnswerBucket();

    await answering(() => Promise.reject(new Error('é'.repeat(5000))))(event(bucket.url), withMinutes(5));

    expect(bucket.answers).toEqual([expect.objectContaining({ Reason: 'é'.repeat(1000) })]);
  });
});

describe('when the work takes longer than Lambda lets it', () => {
  test('CloudFormation is told before the function ends, and does not wait for an hour', async () => {
    await using bucket = await startAnswerBucket();

    await answering(() => new Promise(() => {}))(event(bucket.url), {
      getRemainingTimeInMillis: () => 20_050,
    });

    expect(bucket.answers).toEqual([
      expect.objectContaining({
        Status: 'FAILED',
        Reason: 'The work did not end in the time that its function has.',
      }),
    ]);
  });
});

describe('when the answer does not arrive', () => {
  test('it is sent again', async () => {
    await using bucket = await startAnswerBucket([503]);

    await answering(made)(event(bucket.url), withMinutes(5));

    expect(bucket.attempts()).toBe(2);
    expect(bucket.answers).toHaveLength(1);
  });

  test('a refusal is final, and stands in the log of the function', async () => {
    await using bucket = await startAnswerBucket([403]);

    await expect(answering(made)(event(bucket.url), withMinutes(5))).rejects.toThrow(
      'CloudFormation refused the answer (HTTP 403).',
    );
    expect(bucket.attempts()).toBe(1);
  });
});
