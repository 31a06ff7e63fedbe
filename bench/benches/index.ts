import type { Bench } from '../bench.ts';
import { commands } from './commands.ts';
import { hosts } from './host.ts';
import { importing } from './import.ts';
import { stepBenches } from './step.ts';

/** All that is measured, in the order of the table. */
export const BENCHES: readonly Bench[] = [importing, hosts, commands, ...stepBenches()];
