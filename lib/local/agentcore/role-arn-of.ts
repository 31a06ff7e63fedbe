import type { RuntimeRecord } from './runtime-record.ts';

/** The ARN of the role of a runtime. One that was deployed without a template has a role of which nothing but this is known. */
export function roleArnOf({ role, id, arn }: Pick<RuntimeRecord, 'role' | 'id' | 'arn'>): string {
  const [, partition = '', , , account = ''] = arn.split(':');
  return role?.arn ?? `arn:${partition}:iam::${account}:role/${id}`;
}
