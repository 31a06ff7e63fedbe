import type { EventPages } from '../event-pages.ts';
import { groupOfIdentifier } from '../log-arn.ts';
import type { LogGroups } from '../log-groups.ts';
import { invalidParameter } from '../logs-error.ts';
import type { RequestMembers } from '../request-members.ts';
import type { WrittenGroups } from '../written-groups.ts';

/** One call of CloudWatch Logs. */
export interface LogsCall {
  readonly input: RequestMembers;
  /** Region that the request was signed for. */
  readonly region: string;
  readonly groups: LogGroups;
  readonly written: WrittenGroups;
  readonly pages: EventPages;
  /** @throws LogsError when the caller may not do this with a group, or with a stream of it */
  readonly authorize: (group: string, stream?: string) => void;
}

/** Answers one operation. @throws LogsError */
export type LogsOperation = (call: LogsCall) => Readonly<Record<string, unknown>>;

/** The group that a call names, in one of the two ways. */
export function groupInCall({ input, region }: LogsCall): string {
  const [name, identifier] = [input.text('logGroupName'), input.text('logGroupIdentifier')];
  if (name !== undefined && identifier !== undefined) {
    throw invalidParameter('Only one of logGroupName and logGroupIdentifier may be given.');
  }
  const group = name ?? (identifier && groupOfIdentifier(identifier, region));
  if (!group) throw invalidParameter('One of logGroupName and logGroupIdentifier must be given.');
  if (!GROUP_NAME.test(group)) throw invalidParameter(`${group} is no name of a log group.`);
  return group;
}

/** The times that a call asks for, in milliseconds since 1970. */
export function timesInCall({ input }: LogsCall): { readonly startMs: number; readonly endMs: number } {
  const range = { min: 0, max: Number.MAX_SAFE_INTEGER };
  const [startMs, endMs] = [input.number('startTime', range), input.number('endTime', range)];
  return { startMs: startMs ?? 0, endMs: endMs ?? Number.POSITIVE_INFINITY };
}

export const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
/** Of one page: as many events, or as many characters. */
export const MAX_EVENTS = 10_000;
export const MAX_PAGE_LENGTH = 1024 * 1024;
