import { FLEET_FORMATS, type FleetFormat, RESULTS_FOLDER } from '../../contract/fleet-input.ts';
import type { ItemInput, SettleStep } from '../../contract/item-step.ts';
import type { MachineState, StateMachineDefinition } from './asl.ts';
import { type ItemTaskOptions, itemTask, type ValueTemplate } from './item-task.ts';
import { PASSING_LAMBDA_ERRORS, UNTIL_THERE_IS_ROOM } from './until-there-is-room.ts';

/** What a fleet is made of. */
export interface FleetDefinitionOptions extends ItemTaskOptions {
  /** The bucket for what became of the items: of the machine's own account and region. */
  readonly resultBucket: string;
  /** Below it there is a folder for each execution; without a slash at its end, such as `getting-started/fleets`. */
  readonly resultPrefix: string;
}

/**
 * The labels of the Distributed Maps, one for each format: metrics and executions of items have the machine's ARN with `/<label>` behind
 * it. Only one of them runs in an execution.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export const MAP_LABELS = FLEET_FORMATS;

/**
 * The machine of a fleet. Its input is a `FleetInput`; the first state completes it, the second takes the map of its format, and each item is a child execution of one state.
 */
export function fleetDefinition(options: FleetDefinitionOptions): StateMachineDefinition {
  return {
    Comment: 'Runs a workflow for each item of a file, or for each object below a prefix',
    StartAt: SETTLE,
    States: {
      [SETTLE]: settle(options.functionArn),
      [FORMAT]: {
        Type: 'Choice',
        Choices: FLEET_FORMATS.map((format) => ({
          Variable: '$.format',
          StringEquals: format,
          Next: mapName(format),
        })),
      },
      ...Object.fromEntries(FLEET_FORMATS.map((format) => [mapName(format), mapOf(format, options)])),
    },
  };
}

const SETTLE = 'Settle';
const FORMAT = 'Format';

/** No two states of a machine may have one name, also not in different maps. */
function mapName(format: FleetFormat): string {
  return `Items (${format})`;
}

function runName(format: FleetFormat): string {
  return `Run (${format})`;
}

/** Asks the function what the input means; its answer, a `SettledFleet`, is the input of all that follows. */
function settle(functionArn: string): MachineState {
  const execution: ValueTemplate<SettleStep['execution']> = {
    'id.$': '$$.Execution.Id',
    'startedAt.$': '$$.Execution.StartTime',
  };
  const Payload: ValueTemplate<Omit<SettleStep, 'execution'>> = { step: 'settle', 'input.$': '$' };
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, Payload: { ...Payload, execution } },
    OutputPath: '$.Payload',
    TimeoutSeconds: 90,
    Retry: [{ ErrorEquals: [...PASSING_LAMBDA_ERRORS], ...UNTIL_THERE_IS_ROOM }],
    Next: FORMAT,
  };
}

function mapOf(format: FleetFormat, options: FleetDefinitionOptions): MachineState {
  const run = runName(format);
  const ItemSelector: ValueTemplate<ItemInput> = {
    'fleet.$': '$.fleet',
    format,
    'bucket.$': '$.bucket',
    'index.$': '$$.Map.Item.Index',
    'item.$': '$$.Map.Item.Value',
  };
  return {
    Type: 'Map',
    Label: format,
    ItemReader: READERS[format],
    ItemSelector,
    ItemProcessor: {
      // Tasks with callbacks, and hours, are for standard executions only.
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: run,
      States: { [run]: itemTask(options) },
    },
    MaxConcurrencyPath: '$.concurrency',
    ToleratedFailurePercentagePath: '$.toleratedFailurePercentage',
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: {
        Bucket: options.resultBucket,
        'Prefix.$': `States.Format('${inQuotes(options.resultPrefix)}/{}/${RESULTS_FOLDER}', $$.Execution.Name)`,
      },
      WriterConfig: { Transformation: 'NONE', OutputType: 'JSONL' },
    },
    End: true,
  };
}

/** One map for each, since what reads the items can be no path. */
const READERS: Readonly<Record<FleetFormat, object>> = {
  jsonl: fileReader({ InputType: 'JSONL' }),
  csv: fileReader({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }),
  json: fileReader({ InputType: 'JSON' }),
  objects: {
    Resource: 'arn:aws:states:::s3:listObjectsV2',
    Parameters: { 'Bucket.$': '$.bucket', 'Prefix.$': '$.key' },
  },
};

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
function fileReader(ReaderConfig: object): object {
  return {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig,
    Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.key' },
  };
}

/** A text of an intrinsic function ends at a quote. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
function inQuotes(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
