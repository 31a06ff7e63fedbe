import type { Fault } from './fault.ts';
import { browsers } from './faults/browsers.ts';
import { endings } from './faults/endings.ts';
import { hangUps } from './faults/hang-up.ts';
import { laptops } from './faults/laptop.ts';
import { localServers } from './faults/local-server.ts';
import { services } from './faults/services.ts';
import { thrown } from './faults/thrown.ts';

/** All faults, in the order of the table. */
export const faults: readonly Fault[] = [
  ...hangUps,
  ...endings,
  ...browsers,
  ...thrown,
  ...services,
  ...laptops,
  ...localServers,
];
