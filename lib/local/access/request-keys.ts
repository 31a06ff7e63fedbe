import type { AccessRequest } from './access.ts';
import type { VariableValue } from './pattern.ts';
import type { RuntimeRole } from './role.ts';
import { Undecided } from './truth.ts';

/**
 * The values of the condition keys of a call with the credentials of a session: those that it would have on AWS. What is
 * known on AWS only (addresses, tags, organizations) is undecided, and so are keys of services that the service does not tell here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestKeys(
  role: Pick<RuntimeRole, 'arn'>,
  request: Pick<AccessRequest, 'resource' | 'context'>,
): (key: string) => VariableValue {
  const { resource, context = {} } = request;
  const account = fieldOf(role.arn, 'account');
  const now = new Date();
  const values: Readonly<Record<string, string | readonly string[] | undefined>> = {
    'aws:principalarn': role.arn,
    'aws:principalaccount': account,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:principalservicename': undefined,
    'aws:username': undefined,
    'aws:viaawsservice': 'false',
    'aws:calledvia': undefined,
    'aws:sourcearn': undefined,
    'aws:sourceaccount': undefined,
    // Of buckets and other resources whose ARN does not say.
    'aws:resourceaccount': fieldOf(resource, 'account') || account,
    'aws:currenttime': now.toISOString(),
    'aws:epochtime': String(Math.floor(now.getTime() / 1000)),
    // As on AWS, where the clients of a session have no other endpoints.
    'aws:securetransport': 'true',
    ...(fieldOf(resource, 'region') !== '' && { 'aws:requestedregion': fieldOf(resource, 'region') }),
    ...Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])),
  };
  return (key) => {
    const name = key.toLowerCase();
    if (!Object.hasOwn(values, name)) return new Undecided(`the value of ${key} is not known here`);
    const value = values[name];
    return typeof value === 'string' ? [value] : value;
  };
}

const FIELDS = { partition: 1, region: 3, account: 4 } as const;

/** A part of an ARN; empty when it has none. */
export function fieldOf(arn: string, field: keyof typeof FIELDS): string {
  return arn.split(':')[FIELDS[field]] ?? '';
}
