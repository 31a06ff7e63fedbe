import type { Bench } from '../bench.ts';
import { ActCommand } from '../edit/command.ts';
import { SmallProject } from '../edit/project.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

/** What an author waits for. */
export const edits: Bench = {
  id: 'edit',
  about:
    'A small workflow is saved while `act dev` runs. "To live" is until `act dev` says that it is live, "to result" until an `act invoke --local` that is started then has printed its result and ended. ' +
    '`act run --local` is from its start to its end. The program is the built one.',
  rows: [
    {
      ...{ id: 'result', figure: '`act dev`: edit to result', unit: 'ms' },
      goals: [{ of: 'absolute', max: 3000 }],
    },
    { id: 'live', figure: '`act dev`: edit to live', unit: 'ms', goals: [] },
    { id: 'run', figure: '`act run --local`', unit: 'ms', goals: [] },
  ],
  async prepare({ use }) {
    const project = new SmallProject(use(new TemporaryFolder()).dir);
    const cwd = project.dir;
    const dev = use(new ActCommand(['dev', '--port', '0', '--json'], { cwd }));
    await dev.until(() => dev.stdout.trimEnd().endsWith('}'));
    let edit = 0;
    return {
      sides: {
        ours: async () => {
          edit += 1;
          const word = `word-${edit}`;
          const before = dev.stderr.length;
          const savedMs = performance.now();
          project.edit(word);
          await dev.until(() => dev.stderr.slice(before).includes('small is live'));
          const liveMs = performance.now();
          await resultOf(['invoke', 'small', '--local'], { word, cwd });
          const resultMs = performance.now();
          await resultOf(['run', 'small', '--local'], { word, cwd });
          return { live: liveMs - savedMs, result: resultMs - savedMs, run: performance.now() - resultMs };
        },
      },
    };
  },
};

async function resultOf(
  args: readonly string[],
  given: { readonly word: string; readonly cwd: string },
): Promise<void> {
  await using command = new ActCommand(args, given);
  await command.result(given.word);
}
