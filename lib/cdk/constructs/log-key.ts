import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { renderReferences } from '../nag/render-references.ts';
import { LOG_KEY_ACTIONS } from './perms.ts';

/**
 * Lets CloudWatch Logs encrypt the log groups of this account and region, and nothing else, with a key. Where the policy of
 * the key cannot be changed, because it is imported, a warning says what it must allow.
 *
 * @param scope what uses the key: it says the account and the region, and has the warning
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function allowLogGroups(scope: IConstruct, key: kms.IKey): void {
  const stack = Stack.of(scope);
  const service = `logs.${stack.region}.${stack.urlSuffix}`;
  const context = stack.formatArn({ service: 'logs', resource: 'log-group:*' });
  const { statementAdded } = key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroups',
      principals: [new iam.ServicePrincipal(service)],
      actions: [...LOG_KEY_ACTIONS],
      // In the policy of a key, the resource is the key.
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': context } },
    }),
  );
  if (statementAdded || isSaid(scope) || isSettled(key, stack)) return;
  settleLogKey(stack, key);
  const named = (value: string): string => readable(stack, value);
  Annotations.of(scope).addWarningV2(
    LOG_KEY_WARNING,
    `The policy of an imported key cannot be seen or changed from here, and log groups can only be encrypted if it lets the service ` +
      `${named(service)} do ${LOG_KEY_ACTIONS.join(', ')} for the encryption context aws:logs:arn ${named(context)}. ` +
      'If it does, acknowledge this warning; otherwise the deployment will fail.',
  );
}

/** As a key policy has it, as far as the region tells. */
function readable(stack: Stack, value: string): string {
  const known = Token.isUnresolved(stack.region) ? undefined : RegionInfo.get(stack.region);
  return renderReferences(stack.resolve(value))
    .replace('<AWS::URLSuffix>', known?.domainSuffix ?? 'amazonaws.com')
    .replace('<AWS::Partition>', known?.partition ?? 'aws')
    .replace('<AWS::Region>', '<region>')
    .replace('<AWS::AccountId>', '<account>');
}

/** Of what a scope is part of, it is said for all parts. */
function isSaid(scope: IConstruct): boolean {
  return scope.node.scopes.some(({ node }) =>
    node.metadata.some(({ data }) => String(data).includes(LOG_KEY_WARNING)),
  );
}

/** Notes that the policy of a key lets CloudWatch Logs of an account and region use it, or that a warning says so already. */
export function settleLogKey(scope: IConstruct, key: kms.IKey): void {
  const places = settled.get(key) ?? new Set();
  settled.set(key, places.add(placeOf(Stack.of(scope))));
}

const settled = new WeakMap<kms.IKey, Set<string>>();

function isSettled(key: kms.IKey, stack: Stack): boolean {
  return settled.get(key)?.has(placeOf(stack)) ?? false;
}

function placeOf({ account, region }: Stack): string {
  return `${account} ${region}`;
}

/** The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(LOG_KEY_WARNING)`. */
export const LOG_KEY_WARNING = 'nova-act-cdk:logKeyPolicyNotKnown';
