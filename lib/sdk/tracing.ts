import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { nameOf } from '../core/errors.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../core/package.ts';

export type { Span } from '@opentelemetry/api';

/** What is traced. */
export type SpanName = 'nova_act.run' | 'nova_act.session' | 'nova_act.act' | 'nova_act.step';

/** The attributes of our spans. Prompts, answers, page content and payloads are no attributes on purpose. */
export const ATTRIBUTE = {
  definitionName: 'nova_act.workflow_definition.name',
  modelId: 'nova_act.model.id',
  runId: 'nova_act.workflow_run.id',
  sessionId: 'nova_act.session.id',
  actId: 'nova_act.act.id',
  stepId: 'nova_act.step.id',
  stepNumber: 'nova_act.step.number',
  calls: 'nova_act.step.calls',
  newsKind: 'nova_act.page.kind',
  status: 'nova_act.status',
  errorType: 'error.type',
} as const;

/**
 * Begins a span that its caller ends with {@link succeedSpan} or {@link failSpan}: runs and sessions outlive the function that makes them.
 * Without a provider of OpenTelemetry in the process it is an object that ignores everything.
 *
 * @param parent - the span it belongs to. @default the active one
 */
export function startSpan(name: SpanName, parent?: Span): Span {
  return tracer().startSpan(name, {}, within(parent));
}

/** Adds attributes. They are not even computed when nobody records the span. */
export function describeSpan(span: Span, attributes: () => Attributes): void {
  if (span.isRecording()) span.setAttributes(attributes());
}

/** Runs `fn` with `span` as the active one, for the spans of other libraries. */
export function asActive<R>(span: Span, fn: () => R): R {
  return context.with(within(span), fn);
}

/** Ends a span that failed with the name of the error; its message may quote prompts, pages or payloads. */
export function failSpan(span: Span, error: unknown): void {
  if (span.isRecording()) {
    const name = nameOf(error);
    span.setAttributes({ [ATTRIBUTE.status]: 'FAILED', [ATTRIBUTE.errorType]: name });
    span.setStatus({ code: SpanStatusCode.ERROR, message: name });
  }
  span.end();
}

/** Ends a span that succeeded. */
export function succeedSpan(span: Span): void {
  describeSpan(span, () => ({ [ATTRIBUTE.status]: 'SUCCEEDED' }));
  span.end();
}

/**
 * Runs `fn` in a span, which ends with it: FAILED when it throws.
 *
 * @param options.parent - the span it belongs to. @default the active one
 */
export async function inSpan<R>(
  options: {
    readonly name: SpanName;
    readonly attributes: () => Attributes;
    readonly parent?: Span | undefined;
  },
  fn: (span: Span) => Promise<R>,
): Promise<R> {
  const span = startSpan(options.name, options.parent);
  describeSpan(span, options.attributes);
  try {
    const result = await context.with(within(span), fn, undefined, span);
    succeedSpan(span);
    return result;
  } catch (error) {
    failSpan(span, error);
    throw error;
  }
}

/** The active context, so that baggage stays, but with `span` in it. */
function within(span: Span | undefined): Context {
  return span === undefined ? context.active() : trace.setSpan(context.active(), span);
}

/** Asked for each time: a provider may be registered after this module was loaded, and replaced. */
function tracer(): Tracer {
  return trace.getTracer(PACKAGE_NAME, PACKAGE_VERSION);
}
