import { Token } from 'aws-cdk-lib';
import { MAX_DEFINITION_NAME_LENGTH } from '../../contract/limits.ts';
import type { Problem } from '../../core/problems.ts';

const NAME = /^[a-zA-Z0-9_-]+$/;
const PREFIX = /^[a-zA-Z0-9!\-_.*'()]+(?:\/[a-zA-Z0-9!\-_.*'()]+)*$/;
const MAX_PREFIX_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 4000;
/** A hyphen and six digits. */
const FINGERPRINT_LENGTH = 7;

/** Checks what the service says about a workflow definition. Tokens are left to the deployment. */
export function checkDefinition(options: {
  readonly where: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly prefix?: string | undefined;
  readonly fingerprint: boolean;
}): Problem[] {
  const { where, name, description, prefix, fingerprint } = options;
  return [
    ...checkName({ where: `${where}.workflowDefinitionName`, name, fingerprint }),
    ...checkDescription(`${where}.description`, description),
    ...checkPrefix(`${where}.exportTo.prefix`, prefix),
  ];
}

function checkName(options: {
  readonly where: string;
  readonly name: string;
  readonly fingerprint: boolean;
}): Problem[] {
  const { where, name, fingerprint } = options;
  if (Token.isUnresolved(name)) return [];
  const maximum = MAX_DEFINITION_NAME_LENGTH - (fingerprint ? FINGERPRINT_LENGTH : 0);
  if (NAME.test(name) && name.length <= maximum) return [];
  const near = name.replace(/[^a-zA-Z0-9_-]+/g, '-').slice(0, maximum);
  return [
    {
      where,
      what: 'is not a name that Nova Act accepts',
      got: `${JSON.stringify(name)} (${name.length} characters)`,
      allowed: `1 to ${maximum} letters, digits, "_" and "-"${fingerprint ? ` (${FINGERPRINT_LENGTH} more are kept for the fingerprint)` : ''}`,
      fix: `use ${JSON.stringify(near.replace(/-+$/, '') || 'my-workflow')}, for example`,
    },
  ];
}

function checkDescription(where: string, description: string | undefined): Problem[] {
  if (description === undefined || Token.isUnresolved(description)) return [];
  if (description.length >= 1 && description.length <= MAX_DESCRIPTION_LENGTH) return [];
  return [
    {
      where,
      what: 'has a length that Nova Act does not accept',
      got: `${description.length} characters`,
      allowed: `1 to ${MAX_DESCRIPTION_LENGTH} characters`,
      fix: description.length === 0 ? 'leave it out' : 'shorten it',
    },
  ];
}

function checkPrefix(where: string, prefix: string | undefined): Problem[] {
  if (prefix === undefined || Token.isUnresolved(prefix)) return [];
  if (PREFIX.test(prefix) && prefix.length <= MAX_PREFIX_LENGTH) return [];
  const near = prefix
    .replace(/^\/+|\/+$/g, '')
    .replace(/\/{2,}/g, '/')
    .replace(/[^a-zA-Z0-9!\-_.*'()/]+/g, '-');
  return [
    {
      where,
      what: 'is not a key prefix that Nova Act accepts',
      got: `${JSON.stringify(prefix)} (${prefix.length} characters)`,
      allowed: `1 to ${MAX_PREFIX_LENGTH} of letters, digits and !-_.*'() in parts joined by single slashes, none at the ends`,
      fix: near === '' ? 'leave it out' : `use ${JSON.stringify(near.slice(0, MAX_PREFIX_LENGTH))}`,
    },
  ];
}
