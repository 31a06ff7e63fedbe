import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { cut } from '../core/thrown.ts';
import { visibleLine } from '../core/visible.ts';
import type { ErrorName } from './model-errors.ts';

/**
 * What the service with API keys says of an error, as AWS says the same. It has no names of errors, but statuses, with reasons of
 * its own.
 *
 * @see https://github.com/aws/nova-act (the client of the Python SDK, `impl/backends/sunburst`)
 */
export function apiKeyError(statusCode: number, text: string): AwsError {
  const parsed = parseJson(text);
  const data = isRecord(parsed) ? parsed : undefined;
  const message = textOf(data?.message) ?? (cut(text.trim(), MAX_SHOWN) || `HTTP ${statusCode}`);
  switch (statusCode) {
    case 400:
      return { statusCode, name: 'ValidationException', body: { message, ...validation(data) } };
    case 401:
    case 403:
      return {
        statusCode,
        name: 'AccessDeniedException',
        body: { message: `${message} (see your API key)` },
      };
    case 404:
      return { statusCode, name: 'ResourceNotFoundException', body: { message, ...resource(data) } };
    case 429:
      // A quota of a day is no reason to ask again a moment later.
      return data?.throttleType === 'DAILY_QUOTA_LIMIT_EXCEEDED'
        ? {
            statusCode: 402,
            name: 'ServiceQuotaExceededException',
            body: { message: `The quota of the day is used up: ${message}`, ...resource(data) },
          }
        : { statusCode, name: 'ThrottlingException', body: { message } };
    case 500: {
      const isModel =
        data?.reason === 'InvalidModelGeneration' || data?.reason === 'RequestTokenLimitExceeded';
      return {
        statusCode,
        name: 'InternalServerException',
        body: { message, ...(isModel && { reason: data.reason }) },
      };
    }
    default:
      // Whatever is in front of the service need not speak JSON.
      return { statusCode, name: undefined, body: { message } };
  }
}

/**
 * What shows that an answer is not the service's, but of something in between; `undefined` when nothing does. Sending the request
 * again would change nothing.
 */
export function strangerProblem({ statusCode, headers }: AnswerHead): string | undefined {
  const prefix = `The answer is not the service's (HTTP ${statusCode}):`;
  if (statusCode >= 300 && statusCode < 400) {
    const location = headers.location;
    const origin = location !== undefined && URL.canParse(location) ? new URL(location).origin : 'elsewhere';
    return `${prefix} it redirects to ${origin}, which is not followed.`;
  }
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (statusCode >= 300 || type === undefined || type === '' || type.endsWith('json')) return undefined;
  return `${prefix} it is ${visibleLine(cut(type, MAX_SHOWN))}, and no JSON.`;
}

/** What an answer begins with. */
interface AnswerHead {
  readonly statusCode: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** An error on the wire, as AWS writes it. */
export interface AwsError {
  readonly statusCode: number;
  /** None for what has no class of its own. */
  readonly name: ErrorName | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const MAX_SHOWN = 200;

function validation(data: Readonly<Record<string, unknown>> | undefined): object {
  const fields = Array.isArray(data?.fields) ? data.fields.filter(isRecord) : [];
  const fieldList = fields.map(({ name, message }) => ({
    name: textOf(name) ?? '?',
    message: textOf(message) ?? '?',
  }));
  return {
    reason: data?.reason === 'AGENT_GUARDRAILS_TRIGGERED' ? 'GuardrailIntervened' : 'FieldValidationFailed',
    fieldList,
  };
}

function resource(data: Readonly<Record<string, unknown>> | undefined): object {
  const { resourceId, resourceType } = data ?? {};
  return {
    resourceId: textOf(resourceId) ?? 'of unknown id',
    resourceType: textOf(resourceType) ?? 'resource',
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
