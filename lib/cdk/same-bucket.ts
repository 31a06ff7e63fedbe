import { DefaultTokenResolver, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** The same bucket, by whatever constructs, as far as synthesis knows: by the name or the ARN, which may be references and imports. */
export function isSameBucket(one: IBucket, other: IBucket): boolean {
  if (one === other) return true;
  const isElsewhere = (['region', 'account'] as const).some((part) => {
    const [its, own] = [one.env[part], other.env[part]];
    return !Token.isUnresolved(its) && !Token.isUnresolved(own) && its !== own;
  });
  if (isElsewhere) return false;
  const others = new Set(waysToSay(other));
  return waysToSay(one).some((way) => others.has(way));
}

/** Whether a name, which may be a token, is that of a bucket, as far as synthesis knows. */
export function isNameOf(name: string, bucket: IBucket): boolean {
  return waysToSay(bucket).includes(canonical(bucket, name));
}

function waysToSay(bucket: IBucket): string[] {
  const { defaultChild } = bucket.node;
  const given = CfnBucket.isCfnBucket(defaultChild) ? defaultChild.bucketName : undefined;
  return [bucket.bucketName, bucket.bucketArn, given ?? '']
    .map((text) => canonical(bucket, text))
    .filter((text) => text !== '');
}

/** Two tokens of one meaning are one text: each token has a name of its own, and references have one in each stack. */
function canonical(scope: IConstruct, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const value: unknown = Tokenization.resolve(text, {
    scope: Stack.of(scope),
    resolver: new ByPath(new Joined()),
    preparing: false,
  });
  // A name that nobody gives is a token that becomes nothing.
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Parts that are no texts, such as imports, are written out. */
class Joined extends StringConcat {
  override join(left: unknown, right: unknown): string {
    return [left, right]
      .map((part) => (typeof part === 'string' ? part : JSON.stringify(part ?? '')))
      .join('');
  }
}

/** References by what they refer to: two stacks may have a logical id each that is the same. */
class ByPath extends DefaultTokenResolver {
  override resolveToken(
    ...[token, context, postProcessor]: Parameters<DefaultTokenResolver['resolveToken']>
  ): unknown {
    if (Reference.isReference(token) && !isPseudo(token))
      return `<${token.target.node.path}.${token.displayName}>`;
    return super.resolveToken(token, context, postProcessor);
  }
}

/** That of a stack is the same in each of its account and region. */
function isPseudo({ displayName }: Reference): boolean {
  return displayName.startsWith('AWS::');
}
