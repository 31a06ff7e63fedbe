import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RuntimeRegistry, runtimeIdentity } from '../../../lib/local/agentcore/index.ts';

const catalogEntry = {
  name: 'form-filling',
  entry: 'workflows/form-filling.ts',
  definitionName: 'form-filling-workflow',
  description: 'Fills in a form.',
};

let stateDir: string;
let registry: RuntimeRegistry;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'registry-'));
  registry = new RuntimeRegistry({ stateDir });
  writeFileSync(path.join(stateDir, 'main.mjs'), 'one');
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const deploy = (change: object = {}) =>
  registry.deploy({ catalogEntry: { ...catalogEntry, ...change }, bundleDir: stateDir });

describe('when a workflow is deployed', () => {
  test('its ARN depends on its name only, and has the form of the service', () => {
    const { arn, id, version, endpointName } = deploy();
    expect(id).toMatch(/^form_filling-[a-zA-Z0-9]{10}$/);
    expect(arn).toBe(`arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/${id}`);
    expect({ arn, id }).toEqual(runtimeIdentity('form-filling'));
    expect({ version, endpointName }).toEqual({ version: '1', endpointName: 'DEFAULT' });
  });

  test('the same again keeps the version; another bundle, environment or limit makes a new one', () => {
    const versions = [
      deploy(),
      deploy(),
      deploy({ environment: { A: '1' } }),
      deploy({ environment: { A: '1' } }),
    ];
    appendFileSync(path.join(stateDir, 'main.mjs'), 'two');
    versions.push(deploy({ environment: { A: '1' } }));
    versions.push(deploy({ environment: { A: '1' }, lifecycle: { idleTimeoutSeconds: 60 } }));
    expect(versions.map(({ version }) => version)).toEqual(['1', '1', '2', '2', '3', '4']);
  });

  test('limits that are undefined are those of the service', () => {
    const { arn } = deploy({ lifecycle: { idleTimeoutSeconds: undefined, maxLifetimeSeconds: 600 } });
    expect(registry.find(arn)).toMatchObject({ idleTimeoutSeconds: 900, maxLifetimeSeconds: 600 });
  });

  test('another registry of the same folder finds it by ARN and by id', () => {
    const { arn, id } = deploy();
    const other = new RuntimeRegistry({ stateDir });
    expect(other.find(arn)).toMatchObject({ id, idleTimeoutSeconds: 900, maxLifetimeSeconds: 28_800 });
    expect(other.find(id)).toEqual(other.find(arn));
    expect(other.find('nothing')).toBeUndefined();
  });
});

describe('when it cannot work', () => {
  test('a folder without a bundle is refused', () => {
    expect(() => registry.deploy({ catalogEntry, bundleDir: path.join(stateDir, 'x') })).toThrow(
      /There is no main\.mjs/,
    );
  });

  test('a file that is not its own is refused, with the file and the key', () => {
    writeFileSync(path.join(stateDir, 'runtimes.json'), '{"format":1,"runtimes":[{"name":"a","id":7}]}');
    expect(() => registry.list()).toThrow(
      /runtimes\.json is not readable as state of local AWS: runtimes\[0\]\.id must be text, not a number/,
    );
  });
});
