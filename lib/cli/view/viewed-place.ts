import type { ViewedPlace } from '../../viewer/run-source.ts';
import type { CommandTarget } from '../target.ts';

/** Where the runs are, for the pages. Pure. */
export function viewedPlace(
  target: Pick<CommandTarget, 'url' | 'account' | 'region' | 'isLocal'>,
): ViewedPlace {
  const { url, account, region, isLocal } = target;
  const note =
    'Read by calls of AWS, and never written. What AWS does not give, the pages say. Whoever uses this machine can open them while the command runs.';
  return {
    name: url === undefined ? `AWS account ${account} (${region})` : `Local AWS at ${url}`,
    note,
    isLocal,
    // AWS lists nothing else.
    searched: 'id or name',
  };
}
