import { describe, expect, test } from '@jest/globals';
import { operations, validateInput } from '../../lib/service/index.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';
const act = { workflowDefinitionName: 'w', workflowRunId: id, sessionId: id, task: 'Go' };
const step = { workflowDefinitionName: 'w', workflowRunId: id, sessionId: id, actId: id };

describe('a valid input', () => {
  test('has no problems, whatever else it carries', () => {
    expect(validateInput('CreateAct', { ...act, future: 1, toolSpecs: [] })).toEqual([]);
  });

  test('may be as long as the limit, counted in characters and not in UTF-16 units', () => {
    expect(validateInput('CreateAct', { ...act, task: '🧪'.repeat(10_000) })).toEqual([]);
  });
});

describe('an invalid input names the member and what is allowed', () => {
  test.each([
    ['a missing member', { ...act, task: undefined }, 'task', 'is required'],
    ['an empty string', { ...act, task: '' }, 'task', 'must have 1 to 10000 characters, has 0'],
    [
      'a long string',
      { ...act, task: 'x'.repeat(10_001) },
      'task',
      'must have 1 to 10000 characters, has 10001',
    ],
    ['a wrong type', { ...act, task: 7 }, 'task', 'must be a string, not the number 7'],
    ['a pattern', { ...act, sessionId: `${id}0` }, 'sessionId', /^must match the pattern/],
    ['a trailing newline', { ...act, sessionId: `${id}\n` }, 'sessionId', /^must match the pattern/],
    ['a list that is none', { ...act, toolSpecs: {} }, 'toolSpecs', 'must be a list, not an object'],
    [
      'a member deep inside',
      { ...act, toolSpecs: [{ name: 'a b', description: 'd', inputSchema: { json: {} } }] },
      'toolSpecs[0].name',
      /^must match the pattern/,
    ],
    [
      'a union without a member',
      { ...act, toolSpecs: [{ name: 'a', description: 'd', inputSchema: {} }] },
      'toolSpecs[0].inputSchema',
      'must have exactly one of json',
    ],
  ])('%s', (_what, input, name, message) => {
    expect(validateInput('CreateAct', input)).toEqual([{ name, message: matching(message) }]);
  });

  test('a list that is too short or too long', () => {
    expect(validateInput('InvokeActStep', { ...step, callResults: [] })).toEqual([
      { name: 'callResults', message: 'must have 1 to 100 items, has 0' },
    ]);
    const results = Array.from({ length: 101 }, () => ({ content: [{ text: '' }] }));
    expect(validateInput('InvokeActStep', { ...step, callResults: results })).toEqual([
      { name: 'callResults', message: 'must have 1 to 100 items, has 101' },
    ]);
  });

  test('a number out of range, and one that is not whole', () => {
    expect(validateInput('ListWorkflowDefinitions', { maxResults: 101 })).toEqual([
      { name: 'maxResults', message: 'must be 1 to 100, is 101' },
    ]);
    expect(validateInput('ListWorkflowDefinitions', { maxResults: 1.5 })).toEqual([
      { name: 'maxResults', message: 'must be an integer, not the number 1.5' },
    ]);
  });

  test('a value outside a fixed set', () => {
    expect(validateInput('ListWorkflowDefinitions', { sortOrder: 'Up' })).toEqual([
      { name: 'sortOrder', message: 'must be one of Ascending, Descending' },
    ]);
  });

  test('all problems at once', () => {
    expect(validateInput('CreateWorkflowRun', {}).map(({ name }) => name)).toEqual([
      'workflowDefinitionName',
      'modelId',
      'clientInfo',
    ]);
  });

  test('an input that is no object', () => {
    expect(validateInput('ListModels', 'x')).toEqual([
      { name: 'input', message: 'must be an object, not a string' },
    ]);
  });

  test('members that only the prototype has do not count', () => {
    expect(
      validateInput('GetWorkflowDefinition', Object.create({ workflowDefinitionName: 'w' })),
    ).toHaveLength(1);
  });
});

function matching(message: string | RegExp): unknown {
  return typeof message === 'string' ? message : expect.stringMatching(message);
}

describe('the operations table', () => {
  test('sorts members by where they travel', () => {
    const { method, path, successStatus, pathMembers, queryMembers, bodyMembers } = operations.ListActs;
    expect({ method, path, successStatus }).toEqual({
      method: 'POST',
      path: '/workflow-definitions/{workflowDefinitionName}/acts',
      successStatus: 200,
    });
    const names = (members: readonly { name: string }[]) => members.map(({ name }) => name);
    expect(names(pathMembers)).toEqual(['workflowDefinitionName']);
    expect(names(queryMembers)).toEqual(['workflowRunId', 'sessionId', 'maxResults', 'nextToken']);
    expect(names(bodyMembers)).toEqual(['sortOrder']);
  });
});
