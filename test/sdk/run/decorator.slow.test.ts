import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { workflow } from '../../../lib/sdk/index.ts';
import { type Scenario, scriptedAgent, startScenario } from '../../../lib/testing/index.ts';
import { compilers, decoratedProject } from './compilers.ts';

const { bundle, ...programs } = compilers;
const project = decoratedProject();
const children: ChildProcess[] = [];
let service: Scenario;

beforeEach(async () => {
  service = await startScenario({ agent: scriptedAgent([{ returns: 'done' }]) });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await service[Symbol.asyncDispose]();
});
afterAll(() => project.remove());

function node(args: readonly string[]) {
  const child = spawn(process.execPath, args, {
    cwd: project.root,
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL_NOVA_ACT: service.aws.url,
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

/** What a program prints, in a process of its own. */
async function printed(args: readonly string[]): Promise<unknown> {
  const { stdout } = node(args);
  return JSON.parse(stdout === null ? '' : await text(stdout));
}

/** What the host in a bundle answers. */
async function answered(args: readonly string[]): Promise<unknown> {
  const [{ port }] = await once(node(args), 'message');
  const response = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: '{}' });
  return response.json();
}

const complaint = (what: string): string =>
  `ValidationFailed: @workflow stands on ${what}, but it is for methods that return a promise. ` +
  'Put it on such a method, or wrap a function: workflow(options, async () => { … }).';

const RIGHT = { price: '3 EUR, a run of shop', rounded: '1.23', called: 'price/1' };
const ALWAYS_WRONG = {
  function: complaint('a class or a function'),
  noOptions:
    "ValidationFailed: @workflow was given what it decorates in place of its options. Write @workflow({ definitionName: '…' }).",
};
const STANDARD = {
  ...RIGHT,
  wrong: {
    ...ALWAYS_WRONG,
    class: complaint('the class "Wrong"'),
    getter: complaint('the getter "price"'),
    setter: complaint('the setter "price"'),
    property: complaint('the field "price"'),
  },
};
const LEGACY = {
  ...RIGHT,
  wrong: {
    ...ALWAYS_WRONG,
    class: complaint('a class or a function'),
    getter: complaint('the accessor "price"'),
    setter: complaint('the accessor "price"'),
    property: complaint('"price", which is a property or comes without its descriptor'),
  },
};
const statuses = () => service.aws.store.runs().map(({ status }) => status);

describe.each([
  ['as standard decorators', false, STANDARD],
  ['as legacy decorators', true, LEGACY],
])('methods of instances and classes, decorated %s', (_kind, isLegacy, expected) => {
  test.each(Object.entries(programs))(
    'through %s: each call is a run, wrong targets are refused',
    async (_name, compile) => {
      expect(await printed(compile(project, isLegacy))).toEqual(expected);
      expect(statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    },
  );

  test('in a bundle: the same', async () => {
    expect(await answered(bundle(project, isLegacy))).toEqual(expected);
    expect(statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });
});

test.each([
  ['an auto-accessor', [{}, { kind: 'accessor', name: 'price' }], 'the accessor "price"'],
  ['a method without its descriptor', [{}, 'price'], '"price", which is a property or comes without'],
  ['a property with an initializer', [{}, 'price', { initializer: () => 1 }], 'the property "price"'],
  ['a parameter', [{}, 'price', 0], 'a parameter of "price"'],
  ['a symbol', [{}, Symbol.iterator], '"Symbol(Symbol.iterator)", which is a property'],
])('%s is refused, too', (_what, args, named) => {
  const decorate = workflow({ definitionName: 'shop' });
  expect(() => Reflect.apply(decorate, undefined, args)).toThrow(`@workflow stands on ${named}`);
});
