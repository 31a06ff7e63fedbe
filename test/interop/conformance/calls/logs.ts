import { type Call, callsOf, keep, listIn, type Members, type State } from '../call.ts';

const ofRuntime = ({ outputs }: State) => ({ logGroupName: outputs.RuntimeLogGroupName });

/** Reads of the log groups that the outputs name. */
export const LOGS_CALLS: readonly Call[] = callsOf('logs', [
  {
    operation: 'DescribeLogGroups',
    input: ({ outputs }: State) => ({ logGroupNamePrefix: outputs.LogGroupName }),
    comes: (output: Members) => listIn(output, 'logGroups').length === 1,
  },
  {
    operation: 'DescribeLogStreams',
    input: ofRuntime,
    comes: (output: Members, state: State) =>
      keep(state, listIn(output, 'logStreams')[0] ?? {}, 'logStreamName'),
  },
  {
    operation: 'GetLogEvents',
    input: (state: State) => ({
      ...ofRuntime(state),
      logStreamName: state.kept.get('logStreamName'),
      startFromHead: true,
    }),
    comes: (output: Members) => listIn(output, 'events').length > 0,
  },
  {
    operation: 'FilterLogEvents',
    how: 'of the runtime',
    input: ofRuntime,
    comes: (output: Members) => listIn(output, 'events').length > 0,
  },
  {
    operation: 'FilterLogEvents',
    how: 'of runs, with a pattern',
    input: ({ outputs }: State) => ({ logGroupName: outputs.LogGroupName, filterPattern: 'SUCCEEDED' }),
    comes: (output: Members) => listIn(output, 'events').length > 0,
  },
]);
