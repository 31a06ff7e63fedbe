import type { Argument, Command, Option } from 'commander';
import type { NamesOfKind, ValueKind } from './known-values.ts';

/**
 * The words that may stand where the last of the given words does, from what a program's commands say of themselves. The
 * shell takes those that begin as it does.
 *
 * @param words what follows the name of the program, up to the cursor; the last one may be empty
 */
export function complete(program: Command, words: readonly string[], known: NamesOfKind): Candidates {
  // Bash makes words of `--stack=Shop` that are `--stack`, `=` and `Shop`.
  const before = words.slice(0, -1).filter((word) => word !== '=');
  const typed = words.at(-1) ?? '';
  const { command, operands, awaiting } = before.reduce(placeAfter, { command: program, operands: 0 });
  if (awaiting !== undefined) return valuesOf(slotOfOption(awaiting), known);
  if (!typed.startsWith('-')) return operandsOf(command, operands, known);
  const [name = '', value] = typed.split('=', 2);
  if (value === undefined) return { words: optionsOf(command) };
  const option = optionOf(command, name);
  if (option === undefined) return NOTHING;
  const values = valuesOf(slotOfOption(option), known);
  return { ...values, words: values.words.map((word) => ({ ...word, text: `${name}=${word.text}` })) };
}

/** What may follow. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** Whether a file may follow, and of what kind: shells know best which there are. */
  readonly files?: 'any' | 'typescript' | undefined;
}

/** A word that may follow. */
export interface Candidate {
  readonly text: string;
  readonly meaning: string;
}

const NOTHING: Candidates = { words: [] };

/** Where on a command line the next word stands. */
interface Place {
  readonly command: Command;
  readonly operands: number;
  /** The option whose value is next. */
  readonly awaiting?: Option;
}

function placeAfter({ command, operands, awaiting }: Place, word: string): Place {
  if (awaiting !== undefined) return { command, operands };
  if (word.startsWith('-')) {
    const option = optionOf(command, word);
    return option?.required === true ? { command, operands, awaiting: option } : { command, operands };
  }
  const below = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
  return below === undefined ? { command, operands: operands + 1 } : { command: below, operands: 0 };
}

function optionOf({ options }: Command, flag: string): Option | undefined {
  return options.find(({ long, short }) => flag === long || flag === short);
}

function optionsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ text: long, meaning: description }] : []));
}

function operandsOf(command: Command, operands: number, known: NamesOfKind): Candidates {
  if (command.commands.length > 0) {
    const below = command.createHelp().visibleCommands(command);
    const words = below.map((each) => ({ text: each.name(), meaning: each.summary() || each.description() }));
    return { words };
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[operands] ?? (last?.variadic === true ? last : undefined);
  if (argument !== undefined) return valuesOf(slotOfArgument(argument, operands), known);
  return { words: optionsOf(command) };
}

/** What is to be filled in, by its names. */
interface Slot {
  readonly choices: readonly string[];
  readonly kinds: readonly (ValueKind | 'file')[];
}

function slotOfOption({ long = '', flags, argChoices = [] }: Option): Slot {
  const placeholder = /<(.*)>/.exec(flags)?.[1] ?? '';
  // `<name>` says nothing of whose name it is.
  const kinds = [...kindsIn(long), ...kindsIn(placeholder).filter((kind) => kind === 'file')];
  return { choices: argChoices, kinds };
}

/** @param position from 0: a name behind something else is that of a part of it, such as a fleet */
function slotOfArgument(argument: Argument, position: number): Slot {
  const name = argument.name();
  const isOfWorkflow = position === 0 && name.split(/\W+/).includes('name');
  const kinds = isOfWorkflow ? [...kindsIn(name), 'workflow' as const] : kindsIn(name);
  return { choices: argument.argChoices ?? [], kinds };
}

function kindsIn(name: string): readonly (ValueKind | 'file')[] {
  return name.split(/\W+/).flatMap((word) => KINDS.get(word) ?? []);
}

const KINDS: ReadonlyMap<string, ValueKind | 'file'> = new Map([
  ['workflow', 'workflow'],
  ['definition', 'workflow'],
  ['stack', 'stack'],
  ['profile', 'profile'],
  ['run', 'run'],
  ['file', 'file'],
  ['path', 'file'],
  ['folder', 'file'],
]);

function valuesOf({ choices, kinds }: Slot, known: NamesOfKind): Candidates {
  const values = [...new Set(kinds)].flatMap((kind) =>
    kind === 'file' ? [] : known(kind).map((text) => ({ text, meaning: kind })),
  );
  return {
    words: [...choices.map((text) => ({ text, meaning: '' })), ...values],
    // A file in the place of a workflow is its program.
    files: kinds.includes('file') ? (kinds.includes('workflow') ? 'typescript' : 'any') : undefined,
  };
}
