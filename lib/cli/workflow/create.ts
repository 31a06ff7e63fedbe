import { EXIT, type ExitCode } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ConflictException, CreateWorkflowDefinitionCommand } from '../../service/index.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { withOutcome } from '../outcome-unknown.ts';
import type { TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { type Definition, describeDefinition, lookUpDefinition } from './definitions.ts';
import {
  differencesOf,
  type NewDefinition,
  type NewDefinitionOptions,
  newDefinition,
} from './new-definition.ts';
import { openNovaAct } from './open-nova-act.ts';
import { catalogOwners, describeOwner } from './ownership.ts';

/**
 * Makes a definition, unless the catalog names it or it is there already.
 *
 * @throws UsageError for what is not made
 */
export async function createDefinition(
  name: string,
  options: CreateOptions,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  const wanted = newDefinition(name, options);
  const [owner] = await catalogOwners(name, { ...context, options });
  if (owner !== undefined) {
    const { commandLine } = context;
    throw new UsageError({
      what: `The name "${name}" belongs to ${describeOwner(owner)}.`,
      fix: `Its definition is made by "${commandLine('dev')}" on local AWS and by "${commandLine('deploy')}" on AWS. For another one choose another name.`,
    });
  }
  const { target, client } = await openNovaAct(options, context);
  using _target = target;
  const { interrupt } = context;
  const unknown = {
    what: `Whether the definition "${name}" was made is not known`,
    fix: `Look with "${target.commandLine(context)('workflow', `show ${name}`)}".`,
    context,
  };
  let there = await lookUpDefinition(client, name, interrupt);
  if (there === undefined) {
    try {
      await client.send(new CreateWorkflowDefinitionCommand(wanted), { abortSignal: interrupt });
    } catch (error) {
      // Somebody else was quicker.
      if (!isInstance(error, ConflictException)) throw withOutcome(error, unknown);
      there = await lookUpDefinition(client, name, interrupt);
      if (there === undefined) throw error;
    }
  }
  if (there !== undefined) checkThere(there, wanted, options);
  const definition = there ?? (await lookUpDefinition(client, name, interrupt));
  if (definition === undefined) {
    const said = `Nova Act has accepted the definition "${name}", but does not know it a moment later.`;
    throw withOutcome(new Error(said), unknown);
  }
  const isCreated = there === undefined;
  printResult(context, {
    json: options.json,
    data: { target, created: isCreated, definition },
    text: () => `${isCreated ? 'Made.' : 'It is there already.'}\n${describeDefinition(definition)}`,
  });
  return EXIT.success;
}

/** What `workflow create` was called with. */
export interface CreateOptions extends TargetOptions, NewDefinitionOptions {
  readonly ifMissing?: boolean | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

function checkThere(
  there: Definition,
  wanted: NewDefinition,
  { ifMissing }: Pick<CreateOptions, 'ifMissing'>,
): void {
  const { name } = wanted;
  if (there.status === 'DELETING') {
    throw new UsageError({
      what: `The definition "${name}" is being deleted.`,
      fix: 'Try again when it is gone, or choose another name.',
    });
  }
  const differences = differencesOf(there, wanted);
  if (differences.length > 0) {
    throw new UsageError({
      what: `There is a definition "${name}" already, and it differs. ${differences.map((each) => `${each}.`).join(' ')}`,
      fix: 'A definition cannot be changed: choose another name, or delete this one first.',
    });
  }
  if (ifMissing === true) return;
  throw new UsageError({
    what: `There is a definition "${name}" already, the very same, made ${there.createdAt.toISOString()}.`,
    fix: 'Use it, or choose another name. With --if-missing this is no error.',
  });
}
