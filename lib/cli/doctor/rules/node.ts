import { type CheckOutcome, lacking, ok, warning } from '../outcome.ts';
import { compareVersions, majorOf, VERSIONS } from '../versions.ts';

/** Whether this version of Node will do, now and later. */
export function nodeRule({
  version,
  today,
}: {
  readonly version: string;
  readonly today: Date;
}): CheckOutcome {
  const { node, nodeOfSdk, sdkDropsNode20 } = VERSIONS;
  const named = version.replace(/^v/, '');
  if (compareVersions(version, node.floor) < 0)
    return lacking(`${named}, but ${node.floor} or later is needed`, ...GET_NODE);
  if (compareVersions(version, nodeOfSdk) < 0) {
    const when = today >= new Date(sdkDropsNode20) ? 'since' : 'from';
    return warning(
      `${named}; ${when} January 2027 on, new versions of the AWS SDK need Node ${majorOf(nodeOfSdk)}`,
      ...GET_NODE,
    );
  }
  if (majorOf(version) > majorOf(node.newestTested))
    return warning(`${named}, which nothing was tested with; the newest that was is ${node.newestTested}`);
  return ok(named);
}

const GET_NODE = ['nvm install 22', 'or get it from https://nodejs.org'];
