import type { ActTrace } from '../../contract/act-trace.ts';
import { secretFilter, secretsIn } from '../../contract/secrets.ts';
import { isRecord } from '../../core/is-record.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';

/** The trace without the secrets that are known, and without user names and passwords in addresses. Pictures stay as they are. */
export function cleanTrace(trace: ActTrace): ActTrace {
  const withoutSecrets = secretFilter(secretsIn(process.env));
  const clean = (text: string): string => withoutCredentials(withoutSecrets(text));
  const cleanValue = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map(cleanValue);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [clean(name), cleanValue(member)]),
    );
  };
  const { prompt, error, metadata } = trace;
  return {
    ...trace,
    prompt: clean(prompt),
    metadata: { ...metadata, prompt: clean(metadata.prompt) },
    ...(error !== undefined && { error: { ...error, message: clean(error.message) } }),
    steps: trace.steps.map((step) => ({
      ...step,
      active_url: clean(step.active_url),
      simplified_dom: clean(step.simplified_dom),
      program: {
        calls: step.program.calls.map((call) => ({
          ...call,
          kwargs: Object.fromEntries(
            Object.entries(call.kwargs).map(([name, value]) => [clean(name), cleanValue(value)]),
          ),
          ...(call.result !== undefined && { result: clean(call.result) }),
        })),
      },
    })),
  };
}
