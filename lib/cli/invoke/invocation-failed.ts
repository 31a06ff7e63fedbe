import { EXIT } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { saysRetryable } from './command-failure.ts';
import type { InvokeFailure } from './failure.ts';

/** A workflow whose answer came as events, or later, has failed. */
export class InvocationFailedError extends Error {
  override readonly name = 'InvocationFailedError';
  /** What the workflow said. */
  readonly detail: unknown;

  constructor(detail: unknown) {
    super(text(detail, 'message') ?? 'The workflow did not say why.');
    this.detail = detail;
  }

  /** As the user is told. */
  toFailure(): InvokeFailure {
    return {
      type: 'workflowFailed',
      message: this.message,
      name: text(this.detail, 'name'),
      detail: { error: this.detail },
      retryable: saysRetryable({ error: this.detail }),
      exitCode: EXIT.failure,
    };
  }
}

function text(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
