import { Stack, Token } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Problem } from '../../core/problems.ts';

/** Checks the topic by which people are told. What is not known before the deployment passes. */
export function checkNoticeTopic(
  where: string,
  { topic, notify }: { readonly topic?: ITopic | undefined; readonly notify?: readonly string[] | undefined },
): Problem[] {
  if (topic === undefined) return [];
  return [
    ...checkKind(`${where}.topic`, topic),
    ...(notify ? checkSubscribed(`${where}.notify`, topic) : []),
  ];
}

/** Of topics that keep the order nobody gets mail, and messages need a group. @see https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html */
function checkKind(where: string, topic: ITopic): Problem[] {
  const isNamedSo = !Token.isUnresolved(topic.topicArn) && topic.topicArn.endsWith('.fifo');
  if (!topic.fifo && !isNamedSo) return [];
  return [
    {
      where,
      what: 'is a FIFO topic, which tells no people',
      got: Token.isUnresolved(topic.topicArn) ? 'a topic with fifo' : topic.topicArn,
      allowed: 'a standard topic',
      fix: 'give a topic without fifo, or leave it out for a new one',
    },
  ];
}

/** Who subscribes is in the stack of the topic; for one that is imported from another region CloudFormation looks for it in vain. */
function checkSubscribed(where: string, topic: ITopic): Problem[] {
  const [its, own] = [topic.env.region, Stack.of(topic).region];
  if (Token.isUnresolved(its) || Token.isUnresolved(own) || its === own) return [];
  return [
    {
      where,
      what: 'is told by a topic that was imported from another region, to which nobody can be subscribed from here',
      got: `region ${its}`,
      allowed: `a topic of ${own}`,
      fix: 'leave notify out, and subscribe people where the topic is',
    },
  ];
}
