import type { ItemInput } from '../../contract/item-step.ts';
import type { StateMachineDefinition } from './asl.ts';
import { type ItemTaskOptions, itemTask, type ValueTemplate } from './item-task.ts';

/** What a machine is made of that runs its input. */
export type RunDefinitionOptions = ItemTaskOptions;

/**
 * The machine of a workflow that is run on a schedule: its input is the payload of one run. It is made an item, so that it is run as those of
 * fleets are: at least once, never twice at the same time, and stopped with its execution.
 */
export function runDefinition(options: RunDefinitionOptions): StateMachineDefinition {
  return {
    Comment: 'Runs a workflow with the input of the execution',
    StartAt: ITEM,
    States: {
      [ITEM]: { Type: 'Pass', Parameters: ITEM_INPUT, Next: RUN },
      [RUN]: itemTask(options),
    },
  };
}

const ITEM = 'Item';
const RUN = 'Run';

const ITEM_INPUT: ValueTemplate<ItemInput> = {
  // A name of an execution may be used again, after 90 days.
  'fleet.$': "States.Format('{}@{}', $$.Execution.Id, $$.Execution.StartTime)",
  format: 'json',
  bucket: '',
  index: 0,
  'item.$': '$',
};
