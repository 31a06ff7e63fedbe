/** Everything that can say where a client calls, as rows of a table; both ends of the table are asserted by who uses it. */
import { makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { REAL } from './aws-home.ts';

/** One way to configure a client. */
export interface EndpointSource {
  readonly name: string;
  /** Of `~/.aws/config`. */
  readonly config?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A source that leads elsewhere than to this machine. */
export interface SourceElsewhere extends EndpointSource {
  /** Host name before which the service's own stands: `nova-act-fips` of `nova-act-fips.us-east-1.amazonaws.com`. */
  readonly host: (service: string) => string;
}

/** Sources that lead to `url`, a server on this machine. @param service as in `AWS_ENDPOINT_URL_<SERVICE>` */
export function loopbackSources(service: string, url: string): readonly EndpointSource[] {
  const section = service.toLowerCase();
  const elsewhere = 'https://elsewhere.example';
  return [
    { name: 'the variable of the service', environment: { [`AWS_ENDPOINT_URL_${service}`]: url } },
    { name: 'the variable of all services', environment: { AWS_ENDPOINT_URL: url } },
    {
      name: 'the variable of the service before that of all',
      environment: { [`AWS_ENDPOINT_URL_${service}`]: url, AWS_ENDPOINT_URL: elsewhere },
    },
    {
      name: 'a variable before the profile',
      environment: { AWS_ENDPOINT_URL: url },
      config: `[default]\nendpoint_url = ${elsewhere}\n`,
    },
    { name: 'endpoint_url of the profile', config: `[default]\nendpoint_url = ${url}\n` },
    {
      name: 'the services section of the profile',
      config: `[default]\nservices = here\n[services here]\n${section} =\n  endpoint_url = ${url}\n`,
    },
    {
      name: 'the services section before endpoint_url',
      config: `[default]\nservices = here\nendpoint_url = ${elsewhere}\n[services here]\n${section} =\n  endpoint_url = ${url}\n`,
    },
    {
      name: 'the services section of the profile that AWS_PROFILE names',
      environment: { AWS_PROFILE: 'team' },
      config: `[profile team]\nservices = here\n[services here]\n${section} =\n  endpoint_url = ${url}\n`,
    },
    {
      name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false',
      environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false', AWS_ENDPOINT_URL: url },
      config: '[default]\nignore_configured_endpoint_urls = true\n',
    },
    {
      name: 'a name instead of a number',
      environment: { AWS_ENDPOINT_URL: url.replace('127.0.0.1', 'localhost') },
    },
    {
      name: 'keys of AWS in the environment',
      environment: { ...REAL, AWS_ENDPOINT_URL: url },
    },
    {
      name: 'a local key id beside a secret of AWS',
      environment: { ...REAL, AWS_ACCESS_KEY_ID: makeLocalCredentials().accessKeyId, AWS_ENDPOINT_URL: url },
    },
  ];
}

/** Sources that lead to AWS or to another server, although some of them name `url`. */
export function sourcesElsewhere(service: string, url: string): readonly SourceElsewhere[] {
  const ofRegion = (host: string): string => `${host}.us-east-1.amazonaws.com`;
  return [
    { name: 'nothing is configured', host: ofRegion },
    { name: 'keys of AWS in the environment', environment: REAL, host: ofRegion },
    {
      name: 'AWS_REGION',
      environment: { AWS_REGION: 'eu-west-1' },
      host: (host) => `${host}.eu-west-1.amazonaws.com`,
    },
    {
      name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true',
      environment: {
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
        AWS_ENDPOINT_URL: url,
        [`AWS_ENDPOINT_URL_${service}`]: url,
      },
      host: ofRegion,
    },
    {
      name: 'ignore_configured_endpoint_urls of the profile',
      config: `[default]\nignore_configured_endpoint_urls = true\nendpoint_url = ${url}\n`,
      host: ofRegion,
    },
    {
      name: 'a services section that is not there',
      config: '[default]\nservices = nowhere\n',
      host: ofRegion,
    },
    {
      name: 'AWS_USE_FIPS_ENDPOINT',
      environment: { AWS_USE_FIPS_ENDPOINT: 'true' },
      host: (host) => `${host}-fips.us-east-1.amazonaws.com`,
    },
    {
      name: 'AWS_USE_DUALSTACK_ENDPOINT',
      environment: { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      host: (host) => `${host}.us-east-1.api.aws`,
    },
    {
      name: 'the variable of the service is elsewhere, that of all services here',
      environment: { [`AWS_ENDPOINT_URL_${service}`]: 'https://elsewhere.example', AWS_ENDPOINT_URL: url },
      host: () => 'elsewhere.example',
    },
    {
      name: 'only another service is here',
      environment: { AWS_ENDPOINT_URL_S3: url },
      config: `[default]\nservices = here\n[services here]\ns3 =\n  endpoint_url = ${url}\n`,
      host: ofRegion,
    },
    {
      name: 'a host whose name only begins like this machine',
      environment: { AWS_ENDPOINT_URL: 'https://127.0.0.1.nip.io' },
      host: () => '127.0.0.1.nip.io',
    },
  ];
}
