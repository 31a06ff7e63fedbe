import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import type { Destination } from '../../service/destination.ts';
import { type TargetForPrograms, targetDescription } from '../target-description.ts';

/** Where an invocation is made, as far as the ARN of the runtime and the address of its service say it: nobody is asked. */
export function invocationTarget(
  runtimeArn: string,
  destination: Destination,
  profile: string | undefined,
): InvocationTarget {
  const { accountId: account, region } = parseRuntimeArn(runtimeArn);
  const { url, isLoopback, isConfigured } = destination;
  const local = isLoopback ? url : undefined;
  const through = isConfigured && !isLoopback ? `, through ${url}` : '';
  return {
    description: `${targetDescription({ url: local, account, region, profile })}${through}`,
    forPrograms: { kind: isLoopback ? 'local' : 'aws', account, region, url: local ?? null },
  };
}

/** What people and programs are told of where an invocation is made. */
export interface InvocationTarget {
  readonly description: string;
  readonly forPrograms: TargetForPrograms;
}
