import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode, ExplainedError } from '../../core/errors.ts';
import { DeleteWorkflowDefinitionCommand, type NovaActClient } from '../../service/index.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { showElapsedTime } from '../elapsed-time.ts';
import { printResult } from '../envelope.ts';
import { numberOption } from '../number-option.ts';
import type { TargetOptions } from '../target.ts';
import { checkNewDefinitionName } from './check-definition-name.ts';
import { countRuns, describeRuns, lookUpDefinition } from './definitions.ts';
import { knownDefinition } from './known-definition.ts';
import { checkConfirmed, mayBeDeleted } from './may-be-deleted.ts';
import { openNovaAct } from './open-nova-act.ts';
import { catalogOwners, ownershipOf } from './ownership.ts';

/**
 * Deletes a definition with its runs, and waits until it is gone.
 *
 * @throws UsageError for what is not deleted, NotGoneError when it is not gone in time
 */
export async function deleteDefinition(
  name: string,
  options: DeleteOptions,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  const waitMs = numberOption(options.waitS ?? `${DEFAULT_WAIT_S}`, WAIT) * 1000;
  checkNewDefinitionName(name);
  const { interrupt, commandLine } = context;
  // What needs nobody's answer is said before anybody is asked.
  const inCatalog = await catalogOwners(name, { ...context, options });
  mayBeDeleted({ name }, { owners: inCatalog, isInStack: false }, { ...options, commandLine });
  const { target, client } = await openNovaAct(options, context);
  using _target = target;
  const definition = await knownDefinition(name, { ...context, client, target });
  const ownership = await ownershipOf(definition, { ...context, options, target });
  mayBeDeleted(definition, ownership, { ...options, commandLine });
  const runs = await countRuns(client, name, interrupt);
  checkConfirmed(name, runs, { target, ...options });
  context.stderr(`Deleting "${name}" with ${describeRuns(runs)} …\n`);
  if (definition.status !== 'DELETING') {
    const command = new DeleteWorkflowDefinitionCommand({ workflowDefinitionName: name });
    await client.send(command, { abortSignal: interrupt });
  }
  await untilGone(name, { ...context, client, waitMs, commandLine: target.commandLine(context) });
  printResult(context, {
    json: options.json,
    data: { target, name, runs, deleted: true },
    text: () => `Deleted: ${name}, with ${describeRuns(runs)}.\n`,
  });
  return EXIT.success;
}

/** What `workflow delete` was called with. */
export interface DeleteOptions extends TargetOptions {
  readonly yes?: boolean | undefined;
  readonly notInAStack?: boolean | undefined;
  readonly waitS?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A definition is still there when nobody waits any longer. */
export class NotGoneError extends ExplainedError {
  override readonly name = 'NotGoneError';
  override readonly exitCode = EXIT.failure;
}

async function untilGone(name: string, wait: Wait): Promise<void> {
  const { client, waitMs, interrupt, interactive, stderr, commandLine } = wait;
  using _line = showElapsedTime({ label: 'Waiting until it is gone …', interactive, write: stderr });
  const deadlineMs = performance.now() + waitMs;
  const look = `Look with "${commandLine('workflow', `show ${name}`)}"`;
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const there = await lookUpDefinition(client, name, interrupt);
      if (there === undefined) return;
      if (performance.now() + pauseMs > deadlineMs) {
        throw new NotGoneError({
          what: `Nova Act has accepted to delete "${name}", but after ${waitMs / 1000} s it is still there (${there.status}).`,
          fix: `It goes on there. ${look}, or wait longer with --wait-s.`,
        });
      }
      await sleep(pauseMs, undefined, { signal: interrupt });
    }
  } finally {
    if (interrupt.aborted) stderr(`Nova Act has accepted the deletion, and goes on with it. ${look}.\n`);
  }
}

interface Wait extends CommandContext {
  readonly client: NovaActClient;
  readonly waitMs: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const DEFAULT_WAIT_S = 120;
const WAIT = { name: '--wait-s', of: 'seconds', min: 0, max: 3600 } as const;
