import dns, { type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isLoopbackHost } from '../../core/loopback.ts';
import { type AddressRules, bareHost, refuseAddress } from './refuse-address.ts';

/**
 * Resolves names for a connection to `port`, and hands out only addresses that the rules allow. Given to Node's
 * `connect`, the address that was checked is the one that is connected to: a name that resolves to another address
 * the next time gains nothing.
 */
export function checkedLookup(port: number, rules: AddressRules): LookupFunction {
  return (host, options, callback) => {
    const answer = (found: readonly LookupAddress[]): void => {
      const refusals = found.map(({ address }) => refuseAddress({ address, port }, rules));
      const allowed = found.filter((_each, index) => refusals[index] === undefined);
      const [first] = allowed;
      if (first === undefined) callback(new RefusedAddressError(explain(host, refusals)), []);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    };
    if (isLoopbackHost(bareHost(host))) answer(THIS_MACHINE);
    else dns.promises.lookup(host, { all: true }).then(answer, (error: Error) => callback(error, []));
  };
}

/** The rules allow none of the addresses; the message says why. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

function explain(host: string, refusals: readonly (string | undefined)[]): string {
  return `${host} leads to a refused place: ${refusals[0] ?? 'it has no address'}`;
}

/**
 * As browsers do it: names below `localhost` are never asked for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
const THIS_MACHINE: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
