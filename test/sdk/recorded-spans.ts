import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** The spans of this test file's process that have ended. */
export interface RecordedSpans extends Disposable {
  all(): readonly ReadableSpan[];
  named(name: string): readonly ReadableSpan[];
  /** The one span of this name. @throws when there is none, or more */
  only(name: string): ReadableSpan;
  /** `name(child, child)`, children by the time of their end. */
  tree(): readonly string[];
}

/** Registers what an application would: a provider, a context manager and the W3C propagator. */
export function recordSpans(): RecordedSpans {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const all = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  const named = (name: string): readonly ReadableSpan[] => all().filter((span) => span.name === name);
  const written = (span: ReadableSpan): string => {
    const children = all().filter(({ parentSpanContext }) => parentSpanContext?.spanId === idOf(span));
    return children.length === 0 ? span.name : `${span.name}(${children.map(written).join(', ')})`;
  };
  return {
    all,
    named,
    only: (name) => {
      const [span, ...others] = named(name);
      if (span === undefined || others.length > 0) throw new Error(`There is not one span ${name}.`);
      return span;
    },
    tree: () =>
      all()
        .filter(({ parentSpanContext }) => parentSpanContext === undefined)
        .map(written),
    [Symbol.dispose]: () => {
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

export function idOf(span: ReadableSpan): string {
  return span.spanContext().spanId;
}
