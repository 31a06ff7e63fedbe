import type { ProgressEvent } from '../../contract/progress.ts';
import { progressLine } from '../../sdk/run/console-progress.ts';
import type { CommandContext } from '../command-context.ts';
import { printEnvelope } from '../envelope.ts';

/** Tells on stderr what goes on, step by step, and results on stdout. */
export interface Story {
  title(text: string): void;
  step(number: string, text: string): void;
  item(name: string, value: string): void;
  /** Something that happened in a run. */
  progress(event: ProgressEvent): void;
  result(text: string): void;
  end(ending: {
    readonly seconds: string;
    readonly look: readonly (readonly [what: string, where: string])[];
    /** What programs get with `json`. */
    readonly data: unknown;
  }): void;
}

const NAME_WIDTH = 20;

/** A story for people, or with `json` one envelope at the end. */
export function createStory(
  context: Pick<CommandContext, 'stdout' | 'stderr' | 'interactive'> & { readonly json: boolean },
): Story {
  const { stdout, json } = context;
  const paint = (code: number, text: string): string =>
    context.interactive ? `\x1b[${code}m${text}\x1b[0m` : text;
  const bold = (text: string): string => paint(1, text);
  const dim = (text: string): string => paint(2, text);
  const tell = (text: string): void => context.stderr(`${text}\n`);
  return {
    title: (text) => tell(bold(text)),
    step: (number, text) => tell(`\n${bold(`${number} ${text}`)}`),
    item: (name, value) => tell(`    ${name.padEnd(NAME_WIDTH)} ${value}`),
    progress: (event) => tell(dim(`    ${progressLine(event)}`)),
    result: (text) => (json ? undefined : stdout(`${indent(text)}\n`)),
    end: (ending) => {
      if (json) printEnvelope(context, { ok: true, data: ending.data });
      tell(
        `\n${bold(`All five steps done in ${ending.seconds}; everything that was started is stopped.`)} Where to look:`,
      );
      const width = Math.max(...ending.look.map(([what]) => what.length));
      for (const [what, where] of ending.look) tell(`    ${what.padEnd(width)}  ${where}`);
    },
  };
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
