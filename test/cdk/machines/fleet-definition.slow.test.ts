import { describe, expect, test } from '@jest/globals';
import { settleFleet } from '../../../lib/cdk/handlers/settle-fleet.ts';
import type { MachineState } from '../../../lib/cdk/machines/asl.ts';
import {
  type FleetDefinitionOptions,
  fleetDefinition,
  MAP_LABELS,
} from '../../../lib/cdk/machines/fleet-definition.ts';
import { itemTask } from '../../../lib/cdk/machines/item-task.ts';
import { aslProblems } from './asl-problems.ts';

const OPTIONS: FleetDefinitionOptions = {
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:item',
  heartbeatSeconds: 300,
  timeoutSeconds: 29_100,
  retries: { lost: 1, failed: 0 },
  resultBucket: 'artifacts',
  resultPrefix: 'shop/fleets',
};

const COMBINATIONS = [0, 1, 3].flatMap((lost) =>
  [0, 2].flatMap((failed) => [30, 300, 3600].map((heartbeatSeconds) => ({ lost, failed, heartbeatSeconds }))),
);

const { States } = fleetDefinition(OPTIONS);
const maps = Object.values(States).filter(({ Type }) => Type === 'Map');

describe('the machine of a fleet', () => {
  test.each(COMBINATIONS)('is one that Step Functions takes: %o', ({ heartbeatSeconds, ...retries }) => {
    const definition = fleetDefinition({ ...OPTIONS, heartbeatSeconds, retries });

    expect(aslProblems(definition)).toEqual([]);
    for (const run of runsIn(definition.States))
      expect(run.HeartbeatSeconds).toBeLessThan(Number(run.TimeoutSeconds));
  });

  test('a definition that is none is seen to be none', () => {
    expect(aslProblems({ StartAt: 'Elsewhere', States })).not.toEqual([]);
  });

  test('asks the function what its input means, then takes the map of its format', () => {
    expect(States.Settle).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: {
        FunctionName: OPTIONS.functionArn,
        Payload: {
          step: 'settle',
          'input.$': '$',
          execution: { 'id.$': '$$.Execution.Id', 'startedAt.$': '$$.Execution.StartTime' },
        },
      },
      OutputPath: '$.Payload',
      Next: 'Format',
    });
    expect(States.Format?.Choices).toEqual(
      MAP_LABELS.map((format) => ({ Variable: '$.format', StringEquals: format, Next: `Items (${format})` })),
    );
  });

  test('has a map for each format, with a label of its own, by which its items are found', () => {
    expect(maps.map(({ Label }) => Label)).toEqual(['jsonl', 'csv', 'json', 'objects']);
    for (const { Label } of maps) expect(Label).toMatch(/^[a-z]{1,40}$/);
  });

  test('reads the items as the format says', () => {
    const file = { 'Bucket.$': '$.bucket', 'Key.$': '$.key' };
    const Resource = 'arn:aws:states:::s3:getObject';

    expect(maps.map(({ ItemReader }) => ItemReader)).toEqual([
      { Resource, ReaderConfig: { InputType: 'JSONL' }, Parameters: file },
      { Resource, ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, Parameters: file },
      { Resource, ReaderConfig: { InputType: 'JSON' }, Parameters: file },
      {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Parameters: { 'Bucket.$': '$.bucket', 'Prefix.$': '$.key' },
      },
    ]);
  });

  test.each(maps)(
    '$Label: each item is a standard execution of one state, within the limits of this execution',
    (map) => {
      expect(map).toMatchObject({
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
        ItemSelector: {
          'fleet.$': '$.fleet',
          format: map.Label,
          'bucket.$': '$.bucket',
          'index.$': '$$.Map.Item.Index',
          'item.$': '$$.Map.Item.Value',
        },
        MaxConcurrencyPath: '$.concurrency',
        ToleratedFailurePercentagePath: '$.toleratedFailurePercentage',
        End: true,
      });
      // Again it would be a new Map Run, with all items.
      expect(Object.keys(map)).not.toContain('Retry');
      expect(runsIn({ map })).toEqual([itemTask(OPTIONS)]);
    },
  );

  test.each(maps)(
    '$Label: results are written below the folder of the execution, an item a line',
    ({ ResultWriter }) => {
      expect(ResultWriter).toEqual({
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: {
          Bucket: 'artifacts',
          'Prefix.$': "States.Format('shop/fleets/{}/results', $$.Execution.Name)",
        },
        WriterConfig: { Transformation: 'NONE', OutputType: 'JSONL' },
      });
    },
  );

  test('a quote in the prefix does not end the text that it stands in', () => {
    const { States: quoted } = fleetDefinition({ ...OPTIONS, resultPrefix: "o'hara" });

    expect(JSON.stringify(quoted)).toContain(String.raw`States.Format('o\\'hara/{}/results'`);
  });

  test('has the token in what its function is called with, and nowhere else', () => {
    const places = [...placesOf('$$.Task.Token', States)];

    expect(places).toEqual(
      MAP_LABELS.map(
        (format) => `Items (${format}).ItemProcessor.States.Run (${format}).Parameters.Payload.token.$`,
      ),
    );
  });

  test('finds all that it asks of its input in the answer of its function', () => {
    const settled = settleFleet(
      { input: { items: { key: 'items.jsonl' } }, execution: { id: 'arn', startedAt: 'now' } },
      {
        runtimeArn: 'arn',
        qualifier: 'live',
        definitionName: 'shop',
        artifactBucket: 'artifacts',
        buckets: [],
        concurrency: 20,
        toleratedFailurePercentage: 10,
      },
    );
    const { Settle: _, ...later } = States;
    // What is within an item has the selector's members for input.
    const asked = Object.values(later).flatMap(({ ItemProcessor: __, ...state }) => pathsIn(state));

    expect(asked.length).toBeGreaterThan(20);
    for (const [, member] of asked.map((path) => path.split('.')))
      expect(Object.keys(settled)).toContain(member);
    for (const { ItemSelector } of maps) {
      const selected = Object.keys(Object(ItemSelector)).map((name) => name.replace(/\.\$$/, ''));
      for (const path of pathsIn(itemTask(OPTIONS))) expect(selected).toContain(path.slice(2));
    }
  });
});

/** The states that run an item. */
function runsIn(states: Readonly<Record<string, MachineState>>): readonly MachineState[] {
  return Object.values(states).flatMap(({ ItemProcessor }) =>
    Object.values(Object(Object(ItemProcessor).States)),
  );
}

/** All paths of inputs, such as `$.format`. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('$.') ? [value] : [];
  return Object.values(Object(value)).flatMap(pathsIn);
}

function* placesOf(text: string, value: unknown, at: readonly string[] = []): Generator<string> {
  if (value === text) yield at.join('.');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* placesOf(text, member, [...at, name]);
}
