import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { checkValue } from '../../lib/catalog/check-value.ts';
import {
  authorizerSchema,
  requestHeadersSchema,
  sessionStorageSchema,
  vpcSettingsSchema,
} from '../../lib/catalog/runtime-rules.ts';

const wrongPlaces = (schema: z.ZodType, value: unknown): readonly string[] =>
  checkValue({ schema, value, where: 'it' }).problems.map(({ where }) => where);

const discoveryUrl = 'https://idp.example.com/realms/bank/.well-known/openid-configuration';
const vpc = { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123abcd', 'subnet-4567abcd'] };

describe('what AgentCore accepts is taken', () => {
  test.each<[unknown, z.ZodType]>([
    [
      ['Authorization', 'X-Customer-Id', 'X-Amzn-Bedrock-AgentCore-Runtime-Custom-Tenant'],
      requestHeadersSchema,
    ],
    [Array.from({ length: 20 }, (_, index) => `h${index}_`), requestHeadersSchema],
    [{ mountPath: '/mnt/data' }, sessionStorageSchema],
    [{ mountPath: '/mnt/.cache-2_a/' }, sessionStorageSchema],
    [{ discoveryUrl, allowedClients: ['a'] }, authorizerSchema],
    [
      { discoveryUrl, allowedAudience: ['https://api'], allowedScopes: ['read', 'api/write'] },
      authorizerSchema,
    ],
    [vpc, vpcSettingsSchema],
    [{ ...vpc, securityGroupIds: ['sg-0123abcd'] }, vpcSettingsSchema],
  ])('%j', (value, schema) => {
    expect(wrongPlaces(schema, value)).toEqual([]);
  });
});

describe('what it refuses is named by its place', () => {
  test.each<[string, z.ZodType, unknown, readonly string[]]>([
    ['no header', requestHeadersSchema, [], ['it']],
    ['21 headers', requestHeadersSchema, Array.from({ length: 21 }, (_, index) => `h${index}`), ['it']],
    ['one header twice', requestHeadersSchema, ['X-A', 'x-a'], ['it']],
    [
      'names that are none, of HTTP, of AWS',
      requestHeadersSchema,
      ['X-A', '1st', 'X A', 'Host', 'X-Amz-Date', 'x-amzn-trace-id', 'a'.repeat(257)],
      ['it[1]', 'it[2]', 'it[3]', 'it[4]', 'it[5]', 'it[6]'],
    ],
    ['a folder elsewhere', sessionStorageSchema, { mountPath: '/data' }, ['it.mountPath']],
    ['two levels', sessionStorageSchema, { mountPath: '/mnt/a/b' }, ['it.mountPath']],
    ['the folder above', sessionStorageSchema, { mountPath: '/mnt/..' }, ['it.mountPath']],
    ['an unknown key', sessionStorageSchema, { mountPath: '/mnt/a', mountpath: '/mnt/b' }, ['it.mountpath']],
    ['no list', authorizerSchema, { discoveryUrl }, ['it']],
    ['an empty list', authorizerSchema, { discoveryUrl, allowedClients: [] }, ['it.allowedClients']],
    [
      'an address without its end, a scope with a space',
      authorizerSchema,
      { discoveryUrl: 'https://idp.example.com', allowedScopes: ['read', 'a b'] },
      ['it.discoveryUrl', 'it.allowedScopes[1]'],
    ],
    [
      'ids of other things',
      vpcSettingsSchema,
      { vpcId: 'subnet-0123abcd', subnetIds: ['subnet-1'], securityGroupIds: [] },
      ['it.vpcId', 'it.subnetIds[0]', 'it.securityGroupIds'],
    ],
    [
      'a subnet twice',
      vpcSettingsSchema,
      { ...vpc, subnetIds: ['subnet-0123abcd', 'subnet-0123abcd'] },
      ['it.subnetIds'],
    ],
  ])('%s', (_, schema, value, places) => {
    expect(wrongPlaces(schema, value)).toEqual(places);
  });
});
