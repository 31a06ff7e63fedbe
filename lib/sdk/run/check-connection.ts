import { isRecord } from '../../core/is-record.ts';
import { showKind } from '../../core/problems.ts';
import { checkOption } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import type { ConnectionOptions } from './connection.ts';

/** What is wrong with how a run would reach its service, before anything is called. @throws ValidationFailed */
export function checkConnection(options: Readonly<Record<keyof ConnectionOptions, unknown>>): void {
  const { client, credentials, region, endpoint } = options;
  checkOption('region', region, 'text');
  checkOption('endpoint', endpoint, 'text');
  if (credentials !== undefined && !isCredentials(credentials)) {
    throw new ValidationFailed(
      `credentials is ${showKind(credentials)} without accessKeyId and secretAccessKey; it must be an object with both, or a function that gives one, such as a provider of @aws-sdk/credential-providers.`,
    );
  }
  if (client === undefined) return;
  if (!isRecord(client) || typeof client.send !== 'function' || !isRecord(client.config)) {
    throw new ValidationFailed(`client is ${showKind(client)}; it must be a NovaActClient.`);
  }
  const others = OF_CLIENT.filter((name) => options[name] !== undefined);
  if (others.length === 0) return;
  throw new ValidationFailed(
    `A workflow was given client together with ${others.join(', ')}, which a client has already. Make the client with ${others.length === 1 ? 'it' : 'them'}, or leave out client.`,
  );
}

const OF_CLIENT = ['region', 'endpoint', 'credentials'] as const;

function isCredentials(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return (
    isRecord(value) && typeof value.accessKeyId === 'string' && typeof value.secretAccessKey === 'string'
  );
}
