import { REGION_PATTERN } from './limits.ts';

/** What the ARN of a standard topic of SNS says; `undefined` for any other text. */
export function topicIn(
  arn: string,
): { readonly arn: string; readonly region: string; readonly name: string } | undefined {
  const [, region, name] = TOPIC_ARN.exec(arn) ?? [];
  return region === undefined || name === undefined ? undefined : { arn, region, name };
}

const TOPIC_ARN = new RegExp(`^arn:aws[a-z-]*:sns:(${REGION_PATTERN}):[0-9]{12}:([A-Za-z0-9_-]{1,256})$`);
