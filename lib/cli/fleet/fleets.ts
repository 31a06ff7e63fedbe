import type { FleetScope } from './fleet-scope.ts';
import type { FleetCounts, FleetState } from './fleet-state.ts';
import { FleetStore } from './fleet-store.ts';

/** The fleets of a workflow: executions of its state machine, or loops on this machine. */
export interface Fleets {
  /** The newest first; on AWS without their counts. */
  list(limit: number): Promise<{ readonly fleets: readonly FleetState[]; readonly hasMore: boolean }>;
  /** Those of one fleet; on AWS that is two requests. @returns `undefined` when they are not known */
  counts(name: string): Promise<FleetCounts | undefined>;
  /** @returns `undefined` when there is none of this name */
  state(name: string): Promise<FleetState | undefined>;
  /** What the folders of its results are called, as far as that is known. */
  resultsIds(name: string): Promise<readonly string[]>;
  /** Has it end; it goes on for a moment. */
  stop(name: string, cause: string): Promise<void>;
}

/** The fleets of the workflow where the command works. @throws UsageError when it has none */
export async function fleetsOf(scope: FleetScope): Promise<Fleets> {
  if (scope.target.isLocal) {
    const { LocalFleets } = await import('./local/local-fleets.ts');
    return new LocalFleets(storeOf(scope));
  }
  const [{ AwsFleets }, { fleetArnOf }] = await Promise.all([
    import('./aws/aws-fleets.ts'),
    import('./aws/fleet-arn.ts'),
  ]);
  return new AwsFleets({ ...scope, machineArn: fleetArnOf(scope) });
}

/** What there is in the artifact bucket. */
export function storeOf(scope: Pick<FleetScope, 'place' | 's3' | 'call'>): FleetStore {
  return new FleetStore({ ...scope, signal: scope.call.abortSignal });
}
