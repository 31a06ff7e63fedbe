import { NovaActClient } from '../../service/client.ts';
import { type CommandTarget, openTarget, type TargetContext, type TargetOptions } from '../target.ts';

/** Settles where a command works, and makes a client of Nova Act that goes there. The target is the caller's to dispose of. */
export async function openNovaAct(
  options: TargetOptions,
  context: TargetContext,
): Promise<{ readonly target: CommandTarget; readonly client: NovaActClient }> {
  const target = await openTarget(options, context);
  try {
    return { target, client: await target.client((config) => new NovaActClient(config)) };
  } catch (error) {
    target[Symbol.dispose]();
    throw error;
  }
}
