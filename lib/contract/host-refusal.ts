import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import type { PayloadIssue } from './error.ts';

/** What is known of an answer of a container that was no success. */
export interface HostRefusal {
  /** Of HTTP; absent when there was no answer. */
  readonly status: number | undefined;
  /** Of the error, if the message has it. */
  readonly name: string | undefined;
  /** What is wrong in the payload, if the message has it. */
  readonly issues: readonly PayloadIssue[];
}

/**
 * Reads the message of a `RuntimeClientError`, such as `Received error (400) from runtime: …`. What stands behind it differs: nothing, a
 * sentence, or the answer as JSON.
 */
export function hostRefusalIn(message: string): HostRefusal {
  const [, status, said] = /\((\d{3})\) from runtime(?:: (\w+): )?/.exec(message) ?? [];
  const body = parseJson(message.slice(message.indexOf('{'), message.lastIndexOf('}') + 1));
  const error = isRecord(body) && isRecord(body.error) ? body.error : body;
  const issues = isRecord(error) && Array.isArray(error.issues) ? error.issues : [];
  const name = isRecord(error) && typeof error.name === 'string' ? error.name : said;
  return {
    status: status === undefined ? undefined : Number(status),
    name,
    issues: issues.filter(isIssue),
  };
}

function isIssue(value: unknown): value is PayloadIssue {
  return isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';
}
