import { SERVICE_NAME } from '../../../../lib/contract/protocol.ts';
import { type Call, callsOf, type Members, type State } from '../call.ts';

const ofSession = ({ sessionId }: State) => ({ runtimeSessionId: sessionId });
const answers = ({ response }: Members, { answer }: State) => String(response).includes(answer);

/** What callers ask of runtimes. */
export const AGENT_CORE_CALLS: readonly Call[] = callsOf(SERVICE_NAME.agentCore, [
  {
    operation: 'InvokeAgentRuntime',
    how: 'by ARN',
    input: (state: State) => ({
      ...ofSession(state),
      agentRuntimeArn: state.outputs.RuntimeArn,
      payload: state.payload,
    }),
    comes: answers,
  },
  {
    operation: 'InvokeAgentRuntime',
    how: 'by id, `accountId` and the qualifier `live`',
    input: (state: State) => ({
      ...ofSession(state),
      agentRuntimeArn: state.outputs.RuntimeId,
      accountId: state.accountId,
      qualifier: 'live',
      payload: state.payload,
    }),
    comes: answers,
  },
  {
    operation: 'InvokeAgentRuntime',
    how: 'as a stream of events',
    input: (state: State) => ({
      ...ofSession(state),
      agentRuntimeArn: state.outputs.RuntimeArn,
      accept: 'text/event-stream',
      payload: state.payload,
    }),
    comes: (output: Members, state: State) =>
      answers(output, state) && String(output.response).includes('data: '),
  },
  {
    operation: 'InvokeAgentRuntime',
    how: 'of another account',
    input: (state: State) => ({
      agentRuntimeArn: state.outputs.RuntimeId,
      accountId: '123456789012',
      payload: state.payload,
    }),
    comes: () => false,
  },
  ...['', 'again, with the same `clientToken`'].map((how) => ({
    operation: 'StopRuntimeSession',
    how,
    input: (state: State) => ({
      ...ofSession(state),
      agentRuntimeArn: state.outputs.RuntimeArn,
      clientToken: `${state.own}-0123456789-0123456789-0123456789`,
    }),
    comes: ({ runtimeSessionId }: Members, { sessionId }: State) => runtimeSessionId === sessionId,
  })),
  {
    operation: 'StartBrowserSession',
    input: () => ({ browserIdentifier: 'aws.browser.v1' }),
    comes: () => false,
  },
]);
