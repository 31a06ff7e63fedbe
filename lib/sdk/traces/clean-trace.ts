import type { ActTrace, TraceCall, TraceQuestion } from '../../contract/act-trace.ts';
import { knownSecrets } from '../../contract/known-secrets.ts';
import { secretFilter, secretsIn } from '../../contract/secrets.ts';
import { isRecord } from '../../core/is-record.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';

/** The trace with its texts cleaned. Pictures stay as they are, and pages as text are cleaned as they come: they are large. */
export function cleanTrace(trace: ActTrace, clean: TextCleaner): ActTrace {
  const { prompt, error, metadata } = trace;
  return {
    ...trace,
    prompt: clean(prompt),
    metadata: { ...metadata, prompt: clean(metadata.prompt) },
    ...(error !== undefined && { error: { ...error, message: clean(error.message) } }),
    steps: trace.steps.map((step) => ({
      ...step,
      active_url: clean(step.active_url),
      program: { calls: step.program.calls.map((call) => cleanCall(call, clean)) },
    })),
  };
}

/** Takes out of a text the secrets that are known, and user names and passwords in addresses. */
export type TextCleaner = (text: string) => string;

/** Knows the secrets of now. */
export function textCleaner(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TextCleaner {
  const withoutSecrets = secretFilter(secretsIn(environment));
  return (text) => withoutCredentials(knownSecrets.hideIn(withoutSecrets(text)));
}

function cleanCall({ kwargs, result, human, ...call }: TraceCall, clean: TextCleaner): TraceCall {
  const members = Object.entries(kwargs).map(([name, value]) => [clean(name), cleanValue(value, clean)]);
  return {
    ...call,
    kwargs: Object.fromEntries(members),
    ...(result !== undefined && { result: clean(result) }),
    ...(human !== undefined && { human: cleanQuestion(human, clean) }),
  };
}

/** What a person has written of an answer. */
function cleanQuestion(question: TraceQuestion, clean: TextCleaner): TraceQuestion {
  const { by, comment } = question;
  return {
    ...question,
    ...(by?.name !== undefined && { by: { ...by, name: clean(by.name) } }),
    ...(comment !== undefined && { comment: clean(comment) }),
  };
}

function cleanValue(value: unknown, clean: TextCleaner): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, clean));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [clean(name), cleanValue(member, clean)]),
  );
}
