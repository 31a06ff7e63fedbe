import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deploymentOf, RuntimeRegistry, runtimeIdentity } from '../../../lib/local/agentcore/index.ts';

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
  registry.deploy(deploymentOf({ ...catalogEntry, ...change }, stateDir));

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

describe('when a runtime has several versions', () => {
  test('DEFAULT and live lead to the newest, and an endpoint that is pinned to what it is pinned to', () => {
    deploy();
    appendFileSync(path.join(stateDir, 'main.mjs'), 'two');
    const endpoints = { live: undefined, pinned: '1' };
    registry.deploy({ ...deploymentOf(catalogEntry, stateDir), endpoints });
    expect(registry.listStored()).toMatchObject([
      { versions: [{ version: '1' }, { version: '2' }], endpoints: { DEFAULT: '2', live: '2', pinned: '1' } },
    ]);
  });
});

test('runtimes that are not to stay are removed, and told', () => {
  const { arn } = deploy();
  deploy({ name: 'getting-started' });

  expect(registry.retain(new Set(['getting-started', 'other'])).map((runtime) => runtime.arn)).toEqual([arn]);
  expect(registry.list().map(({ name }) => name)).toEqual(['getting-started']);
});

describe('when a runtime has many versions', () => {
  test('the newest 20 are kept, and those that endpoints lead to', () => {
    for (let version = 1; version <= 30; version += 1) {
      const endpoints = { live: undefined, pinned: '3' };
      registry.deploy({
        ...deploymentOf({ ...catalogEntry, environment: { VERSION: `${version}` } }, stateDir),
        endpoints: version > 3 ? endpoints : undefined,
      });
    }
    const [{ versions = [], endpoints = {} } = {}] = registry.listStored();
    expect(versions.map(({ version }) => Number(version))).toEqual([
      3,
      ...Array.from({ length: 20 }, (_, index) => 11 + index),
    ]);
    expect(endpoints).toEqual({ DEFAULT: '30', live: '30', pinned: '3' });
  });
});

describe('when the code of a runtime is swapped', () => {
  test('it is a new version with the settings and the role of the newest; pinned endpoints stay, others follow', () => {
    const role = { name: 'r', arn: 'arn:r', statements: [] };
    const deployment = { ...deploymentOf({ ...catalogEntry, environment: { A: '1' } }, stateDir), role };
    registry.deploy(deployment);
    registry.deploy({ ...deployment, endpoints: { live: undefined, pinned: '1' } });
    appendFileSync(path.join(stateDir, 'main.mjs'), 'two');
    const swapped = registry.swapCode({ name: 'form-filling', bundleDir: stateDir });
    expect(swapped.version).toBe('2');
    expect(registry.swapCode({ name: 'form-filling', bundleDir: stateDir })).toEqual(swapped);
    expect(registry.listStored()).toMatchObject([
      {
        versions: [{ version: '1' }, { version: '2', environment: { A: '1' }, role }],
        endpoints: { DEFAULT: '2', live: '2', pinned: '1' },
      },
    ]);
  });

  test('it must be there', () => {
    expect(() => registry.swapCode({ name: 'x', bundleDir: stateDir })).toThrow('There is no runtime of x.');
  });
});

describe('when version 0.1.0 has written the file', () => {
  test('its runtimes are taken over with their versions', () => {
    const record = {
      ...{
        name: 'form-filling',
        id: 'form_filling-abc',
        arn: 'arn:x',
        version: '4',
        endpointName: 'DEFAULT',
      },
      ...{ bundleDir: stateDir, bundleHash: 'h', definitionName: 'form-filling-workflow', environment: {} },
      ...{ idleTimeoutSeconds: 900, maxLifetimeSeconds: 28_800 },
    };
    writeFileSync(path.join(stateDir, 'runtimes.json'), JSON.stringify({ format: 1, runtimes: [record] }));
    expect(registry.list()).toEqual([record]);
    expect(deploy()).toMatchObject({ version: '5' });
  });
});

describe('when it cannot work', () => {
  test('a folder without a bundle is refused', () => {
    expect(() => registry.deploy(deploymentOf(catalogEntry, path.join(stateDir, 'x')))).toThrow(
      /There is no main\.mjs/,
    );
  });

  test('an endpoint of a version that is not there is refused', () => {
    deploy();
    const pinned = { ...deploymentOf(catalogEntry, stateDir), endpoints: { pinned: '7' } };
    expect(() => registry.deploy(pinned)).toThrow(
      'The endpoint pinned of form-filling is pinned to version 7. There are: 1.',
    );
  });

  test('a file that is not its own is refused, with the file and the key', () => {
    writeFileSync(path.join(stateDir, 'runtimes.json'), '{"format":2,"runtimes":[{"name":"a","id":7}]}');
    expect(() => registry.list()).toThrow(
      /runtimes\.json is not readable as state of local AWS: runtimes\[0\]\.id must be text, not 7/,
    );
  });
});
