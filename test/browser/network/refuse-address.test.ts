import { describe, expect, test } from '@jest/globals';
import { type AddressRules, refuseAddress, refuseHost } from '../../../lib/browser/network/refuse-address.ts';

const rules = (given: Partial<AddressRules> = {}): AddressRules => ({
  loopback: false,
  ports: [],
  ownAddresses: () => ['10.1.2.3', 'fe80::1%eth0', '2001:db8::7'],
  ...given,
});
const hostIsRefused = (host: string, given: Partial<AddressRules> = {}, port = 80): boolean =>
  refuseHost({ host, port }, rules(given)) !== undefined;
const addressIsRefused = (address: string, given: Partial<AddressRules> = {}, port = 80): boolean =>
  refuseAddress({ address, port }, rules(given)) !== undefined;

describe('link-local and metadata addresses', () => {
  test.each([
    ['as usual', '169.254.169.254'],
    ['of containers', '169.254.170.2'],
    ['of EKS', '169.254.170.23'],
    ['decimal', '2852039166'],
    ['hexadecimal', '0xa9fea9fe'],
    ['octal', '0251.0376.0251.0376'],
    ['short', '169.254.43518'],
    ['mixed', '0xa9.254.0251.254'],
    ['with a dot at the end', '169.254.169.254.'],
    ['IPv6', '[fd00:ec2::254]'],
    ['IPv6 of EKS', 'fd00:ec2::23'],
    ['IPv6 in full', '[fd00:0ec2:0:0:0:0:0:254]'],
    ['link-local', '[fe80::1]'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['mapped', '[::ffff:169.254.169.254]'],
    ['mapped in hexadecimal', '::ffff:a9fe:a9fe'],
    ['compatible', '[::a9fe:a9fe]'],
    ['translated', '::ffff:0:a9fe:a9fe'],
    ['NAT64', '64:ff9b::a9fe:a9fe'],
    ['NAT64 of a network', '64:ff9b:1::a9fe:a9fe'],
    ['6to4', '2002:a9fe:a9fe::1'],
    ['of Azure', '168.63.129.16'],
    ['of Alibaba Cloud', '100.100.100.200'],
    ['by name', 'Metadata.Google.Internal.'],
  ])('are refused %s', (_form, host) => {
    expect(refuseHost({ host, port: 80 }, rules())).toMatch('link-local and metadata addresses are closed');
  });

  test.each([
    '169.253.255.255',
    '169.255.0.0',
    '8.8.8.8',
    'fd00:ec3::254',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('are not %s', (address) => expect(addressIsRefused(address)).toBe(false));

  test('may be part of a name', () => {
    expect(hostIsRefused('169.254.169.254.example.com')).toBe(false);
  });
});

describe('loopback', () => {
  const forms = [
    '127.0.0.1',
    '127.9.9.9',
    '2130706433',
    '0x7f.1',
    'localhost',
    'a.localhost.',
    '[::1]',
    '0.0.0.0',
    '[::]',
    '0',
    '[::ffff:127.0.0.1]',
    '::7f00:1',
  ];

  test.each(forms)('%s is open, unless the rules close it', (host) => {
    expect(hostIsRefused(host)).toBe(false);
    expect(hostIsRefused(host, { loopback: true })).toBe(true);
  });

  test.each([...forms, '10.1.2.3', '[2001:db8::7]', '::ffff:10.1.2.3'])(
    'a closed port is closed on %s',
    (host) => {
      expect(hostIsRefused(host, { ports: [8080] }, 8080)).toBe(true);
      expect(hostIsRefused(host, { ports: [8080] }, 8081)).toBe(false);
    },
  );

  test('a closed port of this machine is open on others', () => {
    expect(hostIsRefused('10.1.2.4', { ports: [8080], loopback: true }, 8080)).toBe(false);
  });
});
