import { PACKAGE_NAME } from '../../../core/package.ts';
import { type CheckOutcome, ok, warning } from '../outcome.ts';

/** Which program somebody gets who types `act`. */
export function actOnPathRule(programs: readonly ActProgram[]): CheckOutcome {
  const [first] = programs;
  const ours = `npx ${PACKAGE_NAME}`;
  if (first === undefined) return ok(`none: ours is called ${ours}`);
  const others = programs.filter(({ kind }) => kind !== 'ours');
  if (first.kind === 'ours') {
    const hidden = others.map((other) => `, before ${describe(other)}`).join('');
    return ok(`ours, ${first.file}${hidden}`);
  }
  return warning(`"act" is ${describe(first)}`, `call ours by its own name: ${ours}`);
}

/** A program of this name, as its file shows. It is never run. */
export interface ActProgram {
  readonly file: string;
  readonly kind: ActProgramKind;
}

/** Whose it is. */
export type ActProgramKind = 'ours' | 'nova-act-python' | 'nektos' | 'npm' | 'stranger';

function describe({ file, kind }: ActProgram): string {
  return `${IN_WORDS[kind]} (${file})`;
}

const IN_WORDS: Readonly<Record<ActProgramKind, string>> = {
  ours: 'ours',
  'nova-act-python': "Python's act of nova-act[cli], which deploys Python workflows",
  nektos: 'act of nektos, which runs GitHub Actions',
  npm: 'the npm package "act", a stranger',
  stranger: 'another program',
};
