import { Token } from 'aws-cdk-lib';
import { definitionNameRule } from '../../catalog/name-rules.ts';
import {
  DEFINITION_NAME_PATTERN,
  isExportPrefix,
  MAX_DEFINITION_DESCRIPTION_LENGTH,
  MAX_DEFINITION_NAME_LENGTH,
  MAX_EXPORT_PREFIX_LENGTH,
  REGION_PATTERN,
} from '../../contract/limits.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { type Problem, show } from '../../core/problems.ts';
import { checkLength } from './length.ts';
import { checkName } from './name.ts';

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
    ...checkDefinitionName({ where: `${where}.workflowDefinitionName`, name, fingerprint }),
    ...checkLength({
      where: `${where}.description`,
      text: description,
      maxLength: MAX_DEFINITION_DESCRIPTION_LENGTH,
      what: 'has a length that Nova Act does not accept',
    }),
    ...checkPrefix(`${where}.exportTo.prefix`, prefix),
  ];
}

/** Checks the name of a definition that exists. */
export function checkImportedName(where: string, name: string): Problem[] {
  return checkDefinitionName({ where, name, fingerprint: false });
}

/** Checks the ARN of a definition that exists. */
export function checkDefinitionArn(where: string, arn: string): Problem[] {
  if (Token.isUnresolved(arn) || DEFINITION_ARN.test(arn)) return [];
  return [
    {
      where,
      what: 'is not the ARN of a workflow definition',
      got: show(arn),
      allowed: `arn:aws:${SERVICE_NAME.novaAct}:<region>:<account>:workflow-definition/<name>, or a token`,
      fix: 'copy it from the output WorkflowDefinitionArn, or import the definition by its name',
    },
  ];
}

const DEFINITION_ARN = new RegExp(
  `^arn:aws[a-z-]*:${SERVICE_NAME.novaAct}:${REGION_PATTERN}:\\d{12}:workflow-definition/${DEFINITION_NAME_PATTERN}$`,
);

/** A hyphen and six digits. */
const FINGERPRINT_LENGTH = 7;

function checkDefinitionName(options: {
  readonly where: string;
  readonly name: string;
  readonly fingerprint: boolean;
}): Problem[] {
  const { where, name, fingerprint } = options;
  if (Token.isUnresolved(name)) return [];
  if (!fingerprint) return checkName(where, name, definitionNameRule());
  const rule = definitionNameRule(MAX_DEFINITION_NAME_LENGTH - FINGERPRINT_LENGTH);
  const allowed = `${rule.allowed} (${FINGERPRINT_LENGTH} more are kept for the fingerprint)`;
  return checkName(where, name, { ...rule, allowed });
}

function checkPrefix(where: string, prefix: string | undefined): Problem[] {
  if (prefix === undefined || Token.isUnresolved(prefix)) return [];
  if (isExportPrefix(prefix)) return [];
  const near = prefix
    .replace(/^\/+|\/+$/g, '')
    .replace(/\/{2,}/g, '/')
    .replace(/[^a-zA-Z0-9!\-_.*'()/]+/g, '-');
  return [
    {
      where,
      what: 'is not a key prefix that Nova Act accepts',
      got: `${JSON.stringify(prefix)} (${prefix.length} characters)`,
      allowed: `1 to ${MAX_EXPORT_PREFIX_LENGTH} of letters, digits and !-_.*'() in parts joined by single slashes, none at the ends`,
      fix: near === '' ? 'leave it out' : `use ${JSON.stringify(near.slice(0, MAX_EXPORT_PREFIX_LENGTH))}`,
    },
  ];
}
