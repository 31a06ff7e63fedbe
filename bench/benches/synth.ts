import type { Bench } from '../bench.ts';
import { growthOfMore } from '../growth.ts';
import { appByTheCdkAlone, appOf, emptyApp } from '../synth/apps.ts';
import { synthesize } from '../synth/synthesize.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

const ABOUT =
  'CPU time is that of the app, started by `node --import tsx` with the flags of `cdk.json` and with the CDK validating its templates, and that of esbuild. ' +
  'The limit is the CDK alone, which makes the same templates and assets (by its own `CfnInclude`, without a line of this project).';

const FLOOR =
  'the CDK alone misses the goal with the same templates and assets; what comes on top is building the host and the SDK once, and then little for each workflow';

/** What each deployment begins with. */
export const synthesis: Bench = {
  id: 'synth',
  about: `This project with three workflows. ${ABOUT}`,
  rows: [
    {
      ...{ id: 'three', figure: 'synth, 3 workflows', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'empty app', limit: 'the CDK alone', goals: [{ of: 'peer', max: 1.4 }] },
      floor: FLOOR,
    },
  ],
  async prepare({ use, isFull }) {
    const { dir } = use(new TemporaryFolder());
    const [empty, three] = [emptyApp(dir), appOf(3, dir)];
    const alone = isFull ? await appByTheCdkAlone(three, dir) : undefined;
    return {
      sides: {
        ours: async () => ({ three: await synthesize(three) }),
        peer: async () => ({ three: await synthesize(empty) }),
        ...(alone && { limit: async () => ({ three: await synthesize(alone) }) }),
      },
    };
  },
};

/** The same for those who have many. */
export const largeSynthesis: Bench = {
  id: 'large-synth',
  about: `This project with 45 workflows, each in a file of its own. ${ABOUT} Growth over workflows compares what 27 of them cost more than 9 with what 9 cost more than 3.`,
  rows: [
    {
      ...{ id: 'many', figure: 'synth, 45 workflows', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'empty app', limit: 'the CDK alone', goals: [{ of: 'peer', max: 2.5 }] },
      floor: FLOOR,
    },
    { id: 'growth', figure: 'synth, over workflows', unit: 'slope', goals: [{ of: 'absolute', max: 1.1 }] },
  ],
  isFull: true,
  async prepare({ use }) {
    const { dir } = use(new TemporaryFolder());
    const [empty, many] = [emptyApp(dir), appOf(45, dir)];
    const [few, more, most] = [appOf(3, dir), appOf(9, dir), appOf(27, dir)];
    const alone = await appByTheCdkAlone(many, dir);
    return {
      // What is read from disk is read by then.
      warmUps: 0,
      sides: {
        ours: async () => ({
          many: await synthesize(many),
          growth: growthOfMore([
            { size: 3, cost: await synthesize(few) },
            { size: 9, cost: await synthesize(more) },
            { size: 27, cost: await synthesize(most) },
          ]),
        }),
        peer: async () => ({ many: await synthesize(empty) }),
        limit: async () => ({ many: await synthesize(alone) }),
      },
    };
  },
};
