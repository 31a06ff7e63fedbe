import { VARIABLE } from '../../../contract/variables.ts';
import { currentHost } from '../../run/workflow-host.ts';
import type { ReservedDoor } from '../take-over/take-over-door.ts';
import type { DeskPlace } from './desk-place.ts';

/** Where somebody who takes over comes in, reserved until it is opened or disposed of. @throws Error when nobody could be led to this process */
export async function doorTo(
  desk: DeskPlace,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ReservedDoor> {
  if (env[VARIABLE.humanTakeOver] === '0') {
    throw new Error(
      `nobody can take over, because nobody can sign in at the desk (${VARIABLE.humanTakeOver}=0): deploy with humanInTheLoop: { signIn: { issuer, clientId } }.`,
    );
  }
  const door = currentHost()?.takeOvers;
  if (door !== undefined) {
    // A host is there as long as its workflows.
    const { channel } = door;
    return { channel, open: (...given) => door.open(...given), [Symbol.dispose]: () => {} };
  }
  if (!desk.isLoopback) {
    throw new Error(
      `nobody can take over: the desk at ${desk.origin} leads people to sessions of AgentCore Runtime, and this process is none. ` +
        'Run the workflow where it is deployed, or ask by a desk of this machine (local AWS).',
    );
  }
  const { loopbackDoor } = await import('../take-over/loopback-door.ts');
  return await loopbackDoor();
}
