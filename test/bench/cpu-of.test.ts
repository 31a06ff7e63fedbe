import { expect, test } from '@jest/globals';
import { cpuOf, hasTerminals, plainEnvironment } from '../../bench/cpu-of.ts';

const env = plainEnvironment();
const node = (code: string) => [process.execPath, '-e', code];
const work = 'while (process.cpuUsage().user < 250_000);';

test('a command is timed with a pipe, and one that fails says what it said', async () => {
  expect(
    await cpuOf(node(`if (process.stdout.isTTY) throw new Error("a terminal");${work}`), { env }),
  ).toBeGreaterThan(200);
  await expect(cpuOf(node('throw new Error("it\'s broken")'), { env })).rejects.toThrow(
    /ended with 1: .*it's broken/s,
  );
});

test('a command is timed at a terminal that has a width, where one can be made', async () => {
  const isTerminal = 'if (process.stdout.columns !== 100) throw new Error("it\'s no terminal");';
  const timed = cpuOf(node(isTerminal + work), { env, atTerminal: true });
  if (!hasTerminals()) return await expect(timed).rejects.toThrow();
  expect(await timed).toBeGreaterThan(200);
  await expect(cpuOf(node('throw new Error("it\'s broken")'), { env, atTerminal: true })).rejects.toThrow(
    /ended with 1: .*it's broken/s,
  );
});
