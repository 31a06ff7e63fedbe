import { context, propagation, trace } from '@opentelemetry/api';

/**
 * Runs `fn` in the trace that the caller's headers name (`traceparent`, `tracestate`, `baggage`), as the propagator of
 * the process reads them. Without one, this is a plain call.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function inTraceOfCaller<R>(headers: Readonly<Record<string, string>>, fn: () => R): R {
  const active = context.active();
  // An instrumented HTTP server has read the headers already: its span stands between the caller's and ours.
  if (trace.getSpan(active) !== undefined) return fn();
  return context.with(propagation.extract(active, headers), fn);
}
