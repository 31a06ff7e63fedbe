import { type Printed, runAnyhow } from '../support/processes.ts';
import { outcomeOf, type State } from './call.ts';
import { type Row, resultOf } from './row.ts';

/** A command as it is typed. */
export interface CommandRow {
  readonly service: string;
  /** As the page shows it. */
  readonly shown: string;
  readonly args: (state: State) => readonly string[];
  /** Whether this is what it must print; the whole of what it printed is shown otherwise. */
  readonly prints: (printed: string, state: State) => boolean | Promise<boolean>;
  /** What of it is shown when it is something else. @default - all */
  readonly sees?: ((printed: string) => string | undefined) | undefined;
  /** Before it is run: what it needs to be there. */
  readonly given?: ((state: State) => Promise<void>) | undefined;
}

/** How commands are run. */
export interface Shell {
  readonly client: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** The error in what a command printed. @default - all of it */
  readonly errorIn?: ((printed: Printed) => string) | undefined;
}

/** Runs commands one after the other. */
export async function runCommands(
  shell: Shell,
  state: State,
  commands: readonly CommandRow[],
): Promise<readonly Row[]> {
  const { client, executable, environment, cwd } = shell;
  const rows: Row[] = [];
  for (const { service, shown, args, prints, sees, given } of commands) {
    const outcome = await outcomeOf(async () => {
      await given?.(state);
      const { exitCode, ...printed } = await runAnyhow(executable, args(state), { environment, cwd });
      const all = `${printed.stdout}${printed.stderr}`;
      if (exitCode !== 0) throw new Error(shell.errorIn?.(printed) ?? all);
      return { right: await prints(all, state), came: sees?.(all) ?? all };
    });
    rows.push({ service, operation: `\`${shown}\``, how: '', client, result: resultOf(outcome) });
  }
  return rows;
}
