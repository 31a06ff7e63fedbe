import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeFailure } from '../../lib/cli/invoke/failure.ts';
import { describePreflightFailure } from '../../lib/cli/preflight/failure.ts';
import { isIdentityError } from '../../lib/contract/identity-errors.ts';
import { asAgentCoreError } from '../../lib/local/agentcore/agent-core-error.ts';
import { ActDeadline } from '../../lib/sdk/act/act-deadline.ts';
import { NovaActError } from '../../lib/sdk/errors.ts';
import { startFailure } from '../../lib/sdk/run/run-record.ts';
import { toSdkError } from '../../lib/sdk/service-errors.ts';
import { failSpan, startSpan } from '../../lib/sdk/tracing.ts';
import { hostile } from './hostile.ts';

/** Wherever a thrown value of unknown kind is made into an error of ours. */
const places: Readonly<Record<string, (thrown: unknown) => unknown>> = {
  toSdkError: (thrown) => expect(toSdkError(thrown)).toBeInstanceOf(NovaActError),
  startFailure: (thrown) => expect(startFailure('shop', thrown)).toBeInstanceOf(NovaActError),
  'the end of an act': (thrown) => {
    using deadline = new ActDeadline({
      signals: [],
      browserEnd: new AbortController().signal,
      timeoutMs: undefined,
    });
    expect(deadline.explain(thrown)).toBeInstanceOf(NovaActError);
  },
  'a canceled act': (thrown) => {
    using deadline = new ActDeadline({
      signals: [AbortSignal.abort(thrown)],
      browserEnd: new AbortController().signal,
      timeoutMs: undefined,
    });
    expect(deadline.explain(undefined)).toBeInstanceOf(NovaActError);
  },
  'a failed span': (thrown) => failSpan(startSpan('nova_act.act'), thrown),
  isIdentityError,
  'what invoke says': (thrown) =>
    describeFailure(thrown, {
      aftermath: '',
      phase: 'invoke',
      endpoint: undefined,
      runtimeArn: undefined,
      startLocalAws: 'local',
    }),
  'what preflight says': (thrown) =>
    describePreflightFailure(thrown, { endpoint: undefined, isInterrupted: false }),
  'what local AgentCore says': (thrown) => asAgentCoreError(thrown, '/state'),
};

test.each(Object.entries(places))('%s takes whatever was thrown', (_, place) => {
  fc.assert(
    fc.property(hostile(), (make) => {
      place(make());
    }),
    { numRuns: 200 },
  );
});
