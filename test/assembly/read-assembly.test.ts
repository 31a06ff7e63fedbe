import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../lib/assembly/read-assembly.ts';
import { temporaryFolder } from '../cdk/synthesis.ts';
import { template } from '../cli/preflight/example-world.ts';
import { writeAssembly } from './assembly.ts';

const EMPTY = template({});

describe('the stacks of an assembly', () => {
  test('are read with their environments, stages included', () => {
    const folder = temporaryFolder();
    writeAssembly(path.join(folder, 'assembly-Prod'), {
      Two: { environment: 'aws://123456789012/eu-west-1', template: EMPTY },
    });
    writeAssembly(folder, { One: { environment: 'aws://unknown-account/unknown-region', template: EMPTY } }, [
      'assembly-Prod',
    ]);

    const parsed = { parameters: {}, mappings: {}, conditions: {}, resources: {}, outputs: {} };
    expect(readAssembly(folder)).toEqual([
      {
        stackName: 'One',
        selector: 'App/One',
        account: undefined,
        region: undefined,
        template: parsed,
        folder,
        metadata: {},
      },
      {
        stackName: 'Two',
        selector: 'App/Two',
        account: '123456789012',
        region: 'eu-west-1',
        template: parsed,
        folder: path.join(folder, 'assembly-Prod'),
        metadata: {},
      },
    ]);
  });
});

describe('one clear error says how to make an assembly', () => {
  const folder = temporaryFolder();
  const refused = (make: () => void): string => {
    make();
    try {
      readAssembly(folder);
    } catch (error) {
      return error instanceof Error ? error.message.replaceAll(folder, '<folder>') : '';
    }
    return 'nothing was refused';
  };
  const write = (name: string, content: unknown): void =>
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  const stack = { type: 'aws:cloudformation:stack', environment: 'aws://1/us-east-1' };
  const WAY = 'Make one with "npx cdk synth --quiet", or name its folder with --app.';

  test.each<[string, () => void, string]>([
    [
      'there is no folder',
      () => {},
      'There is no cloud assembly in <folder>: <folder>/manifest.json cannot be read: it does not exist.',
    ],
    [
      'the folder is of something else',
      () => write('manifest.json', { name: 'an extension' }),
      'There is no cloud assembly in <folder>: <folder>/manifest.json is not the manifest of one.',
    ],
    [
      'it is of another version',
      () =>
        write('manifest.json', { version: '0.1', artifacts: { A: { ...stack, environment: undefined } } }),
      'There is no cloud assembly in <folder>: the stack A has no template or no environment in it.',
    ],
    [
      'a template is gone',
      () =>
        write('manifest.json', {
          version: '55.0.0',
          artifacts: { A: { ...stack, properties: { templateFile: 'a.json' } } },
        }),
      'There is no cloud assembly in <folder>: <folder>/a.json cannot be read: it does not exist.',
    ],
    [
      'a template is none',
      () => write('a.json', []),
      'There is no cloud assembly in <folder>: <folder>/a.json is not a template: it has no object Resources.',
    ],
    [
      'it has no stacks',
      () => write('manifest.json', { version: '55.0.0', artifacts: {} }),
      'The cloud assembly <folder> has no stacks.',
    ],
  ])('%s', (_, make, message) => {
    expect(refused(make)).toBe(`${message} ${WAY}`);
  });
});

test.each<[string, unknown, string]>([
  ['a resource that is none', { Resources: { x: 'str' } }, 'Resources.x is no object'],
  ['a type that is no text', { Resources: { y: { Type: 5 } } }, 'Resources.y.Type is no text'],
  [
    'properties that are none',
    { Resources: { y: { Type: 'A', Properties: [] } } },
    'Resources.y.Properties is no',
  ],
  ['an output without a value', { Resources: {}, Outputs: { z: {} } }, 'Outputs.z.Value is missing'],
  ['a parameter that is none', { Resources: {}, Parameters: { p: 1 } }, 'Parameters.p is no object'],
])('a template with %s is refused, with its file and the key', (_, body, why) => {
  const folder = writeAssembly(temporaryFolder(), { Shop: { template: body } });

  expect(() => readAssembly(folder)).toThrow(
    `${path.join(folder, 'Shop.template.json')} is not a template: ${why}`,
  );
});
