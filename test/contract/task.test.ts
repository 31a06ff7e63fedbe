import { describe, expect, test } from '@jest/globals';
import { schemaSuffix, splitTask } from '../../lib/contract/task.ts';

describe('a task', () => {
  test('is cut where the schema was put behind the prompt', () => {
    const schema = { type: 'object', properties: { price: { type: 'number' } } };

    expect(splitTask(`Return the price${schemaSuffix(schema)}`)).toEqual({
      prompt: 'Return the price',
      schema,
    });
  });

  test('without a schema is all prompt', () => {
    expect(splitTask(' Buy the shoes ')).toEqual({ prompt: 'Buy the shoes' });
  });

  test('is cut at the last place, as prompts may speak of schemas themselves', () => {
    const prompt = `Type ${schemaSuffix({})} into the field`;

    expect(splitTask(prompt + schemaSuffix({ type: 'null' }))).toEqual({ prompt, schema: { type: 'null' } });
  });

  test('with the schema that allows everything has an empty one', () => {
    expect(splitTask(`Return it${schemaSuffix(true)}`)).toEqual({ prompt: 'Return it', schema: {} });
  });

  test.each([
    ['{oops', 'the JSON schema in the task is not valid JSON'],
    ['[1]', 'the JSON schema in the task is not an object'],
  ])('that announces %s as a schema says what is wrong', (text, schemaProblem) => {
    const task = `Return it${schemaSuffix('').slice(0, -2)}${text}`;

    expect(splitTask(task)).toEqual({ prompt: 'Return it', schemaProblem });
  });
});
