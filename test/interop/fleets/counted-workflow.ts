import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { workflow } from '../../../lib/sdk/index.ts';

/** What an item has this workflow do. Values of a CSV file are texts. */
const Payload = z.looseObject({
  /** The folder where it marks its beginning and its end. */
  marks: z.string(),
  number: z.coerce.number(),
  /** How long it takes. */
  ms: z.coerce.number().default(20),
  fails: z.boolean().default(false),
  /** Whether it fails unless it was begun before. */
  failsAtFirst: z.boolean().default(false),
});

/** There is no such thing any more. */
class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

/** Squares a number, or finds none; it marks when it begins and ends, so that others can count. */
export const main = workflow(
  { definitionName: 'counted-workflow', payload: Payload },
  async ({ marks, number, ms, fails, failsAtFirst }) => {
    const file = path.join(marks, `${number}.marks`);
    const mark = (what: string): void => appendFileSync(file, `${what} ${process.pid} ${Date.now()}\n`);
    const isFirst = !existsSync(file);
    mark('begin');
    try {
      await sleep(ms);
      if (fails || (failsAtFirst && isFirst)) throw new OutOfStock(`There is no ${number} any more.`);
      return { number, squared: number * number };
    } finally {
      mark('end');
    }
  },
);
