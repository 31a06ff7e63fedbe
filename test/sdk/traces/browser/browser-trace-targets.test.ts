import { describe, expect, test } from '@jest/globals';
import { ValidationFailed } from '../../../../lib/sdk/errors.ts';
import { browserTraceTargets } from '../../../../lib/sdk/traces/browser/browser-trace-targets.ts';
import { traceWord } from '../../../../lib/sdk/traces/browser/trace-word.ts';

const AWS = { definitionName: 'shop', localAwsUrl: undefined, environment: {} };
const LOCAL = { ...AWS, localAwsUrl: 'http://127.0.0.1:8737' };
const sink = { name: 'mine', put: async () => undefined };

describe('the word', () => {
  test.each([
    [{ NOVA_ACT_TRACE: 'on' }, undefined, 'on'],
    [{ NOVA_ACT_TRACE: 'on' }, 'off', 'off'],
    [{ NOVA_ACT_TRACE: '' }, undefined, undefined],
  ])('of %j and %j is %j: that of the code counts', (environment, given, word) => {
    expect(traceWord(given, environment)).toBe(word);
  });

  test.each([
    [true, 'trace is true; it must be one of off, on, retain-on-failure. Did you mean "on"?'],
    [
      'retain-on-faliure',
      'trace is "retain-on-faliure"; it must be one of off, on, retain-on-failure. Did you mean "retain-on-failure"?',
    ],
    [
      'on-first-retry',
      'trace is "on-first-retry"; it must be one of off, on, retain-on-failure. Did you mean "retain-on-failure"?',
    ],
    [null, 'trace is null; it must be one of off, on, retain-on-failure.'],
  ])('%j is none', (given, message) => {
    expect(() => traceWord(given, {})).toThrow(new ValidationFailed(message));
  });

  test('of the environment is named by its variable', () => {
    expect(() => traceWord(undefined, { NOVA_ACT_TRACE: '1' })).toThrow(
      'NOVA_ACT_TRACE is "1"; it must be one of off, on, retain-on-failure. Did you mean "on"?',
    );
  });
});

test('the word of the session comes before that of the run, and both before the variable, right or wrong', () => {
  const wordOf = (session: 'off' | undefined, run: 'on' | undefined, variable: string) => {
    const environment = { NOVA_ACT_TRACE: variable };
    return browserTraceTargets({ trace: session, artifacts: sink }, { trace: run }, { ...AWS, environment })
      ?.word;
  };
  expect(wordOf('off', 'on', 'maybe')).toBeUndefined();
  expect(wordOf(undefined, 'on', 'maybe')).toBe('on');
  expect(wordOf(undefined, undefined, 'retain-on-failure')).toBe('retain-on-failure');
  expect(() => wordOf(undefined, undefined, 'maybe')).toThrow(/^NOVA_ACT_TRACE is "maybe"; it must be/);
});

describe('the place', () => {
  test('is that of the acts, and that of the session before that of the run', () => {
    expect(browserTraceTargets({ trace: 'on' }, { artifacts: sink }, AWS)).toEqual({
      word: 'on',
      directory: undefined,
      sink,
    });
    const other = { ...sink, name: 'other' };
    expect(browserTraceTargets({ artifacts: other }, { trace: 'on', artifacts: sink }, LOCAL)?.sink).toBe(
      other,
    );
  });

  test('on local AWS is its artifact bucket, where nothing else is said', () => {
    const bucketOf = (environment: Readonly<Record<string, string>>) =>
      browserTraceTargets({}, { trace: 'on' }, { ...LOCAL, environment })?.sink?.name;
    expect(bucketOf({})).toBe('s3://nova-act-local-artifacts/shop');
    const deployed = { NOVA_ACT_ARTIFACT_BUCKET: 'deployed-bucket', NOVA_ACT_ARTIFACT_PREFIX: 'shop--dev' };
    expect(bucketOf(deployed)).toBe('s3://deployed-bucket/shop--dev');
  });

  test.each([
    ['on AWS, where none is known', {}, AWS],
    ['on local AWS, when it was refused', { artifacts: false } as const, LOCAL],
  ])('%s is an error', (_, session, place) => {
    expect(() => browserTraceTargets(session, { trace: 'retain-on-failure' }, place)).toThrow(
      /^trace is "retain-on-failure", but there is no place for traces\. Give `logsDirectory` or `artifacts`/,
    );
  });

  test('is not asked for when nothing is recorded', () => {
    expect(browserTraceTargets({ trace: 'off' }, { trace: 'on' }, AWS)).toBeUndefined();
    expect(browserTraceTargets({}, {}, AWS)).toBeUndefined();
  });
});
