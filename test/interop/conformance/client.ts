import type { Row } from './row.ts';
import type { World } from './world.ts';

/** A program or library that people call AWS with. */
export interface Client {
  readonly name: string;
  /** That of the pin. */
  readonly version: string;
  /** How it is led to local AWS, when the printed variables are not all. */
  readonly remark?: string | undefined;
  /** Why its rows cannot be measured here; they then stay as they are in the page. */
  readonly missing?: string | undefined;
  readonly rows: (world: World) => Promise<readonly Row[]>;
}
