import type { Bench, RunSide } from '../bench.ts';
import { newestPython } from '../newest-python.ts';
import type { Kind } from '../settle/kind.ts';
import { startKindServer } from '../settle/kind-server.ts';
import { HELD_OUT_KINDS } from '../settle/kinds-held-out.ts';
import { KNOWN_KINDS } from '../settle/kinds-known.ts';
import { type Trial, verdictOf, type Way } from '../settle/way.ts';
import { ours } from '../settle/way-ours.ts';
import { startPython } from '../settle/way-python.ts';
import { held } from '../steps/held.ts';

/** Of pages whose result comes late; `bench/settle.ts` has all kinds. */
const KINDS = [
  'skeleton-then-content',
  'link-to-slow-page',
  'dialog-with-late-content',
  'typeahead-with-aborts',
];

/** Whether the look after an action shows what the action led to, and when. */
export const latePages: Bench = {
  id: 'late-pages',
  about: `Acts on ${KINDS.length} kinds of pages whose result comes late, and looks whether it is there when settling has ended. \`npx tsx bench/settle.ts\` is the long form, with 173 kinds.`,
  rows: [
    {
      id: 'late-stale',
      figure: 'late pages: looked at too early',
      unit: 'of 100',
      peer: 'Python SDK',
      goals: [{ of: 'absolute', max: 3 }],
    },
    {
      id: 'late-time',
      figure: 'late pages: act and settle',
      unit: 'ms',
      peer: 'Python SDK',
      goals: [{ of: 'peer', max: 0.6 }],
    },
  ],
  prepare: ({ isFull, say }) =>
    held(async (keep) => {
      const kinds = [...KNOWN_KINDS, ...HELD_OUT_KINDS].filter(({ name }) => KINDS.includes(name));
      const server = keep(await startKindServer(kinds));
      const side =
        (way: Way): RunSide =>
        async () => {
          const trials: Tried[] = [];
          for (const kind of kinds)
            trials.push({
              kind,
              trial: await way.run(kind, { url: server.urlOf(kind), blankUrl: server.blankUrl }),
            });
          return figuresOf(trials);
        };
      const python = isFull ? await newestPython(say) : undefined;
      const peer = python && { peer: side(keep(await startPython(python.executable))) };
      // Each trial of ours has a browser of its own: there is nothing to warm up.
      return { sides: { ours: side(ours), ...peer }, warmUps: 0, versions: python?.versions ?? {} };
    }),
};

interface Tried {
  readonly kind: Kind;
  readonly trial: Trial;
}

function figuresOf(tried: readonly Tried[]) {
  const stale = tried.filter(({ kind, trial }) => verdictOf(kind, trial) === 'stale').length;
  const totalMs = tried.reduce((sum, { trial }) => sum + trial.actMs + trial.settleMs, 0);
  return { 'late-stale': (100 * stale) / tried.length, 'late-time': totalMs / tried.length };
}
