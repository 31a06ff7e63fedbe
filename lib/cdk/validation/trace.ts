import { isTraceWord, TRACE_WORDS } from '../../contract/browser-trace.ts';
import { type Problem, show } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';

/** Checks when Playwright traces are kept. */
export function checkTrace(where: string, trace: unknown): Problem[] {
  if (trace === undefined || isTraceWord(trace)) return [];
  const meant = typeof trace === 'string' ? didYouMean(trace, TRACE_WORDS) : undefined;
  return [
    {
      where,
      what: 'is not one of the choices',
      got: show(trace),
      allowed: TRACE_WORDS.join(', '),
      fix: meant === undefined ? 'choose one of them' : `did you mean "${meant}"?`,
    },
  ];
}
