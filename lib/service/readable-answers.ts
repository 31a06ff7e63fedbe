import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { MetadataBearer, Pluggable } from '@smithy/types';
import { AnswerError, CHECK_PROXY } from '../core/answer-error.ts';
import { messageOf } from '../core/errors.ts';
import { memberOf, stringMember } from '../core/thrown.ts';
import { visibleLine } from '../core/visible.ts';

/**
 * Tells an answer of success that cannot be read, such as the page of a proxy, by its beginning and by who sent it. The SDK has a
 * syntax error for it.
 */
export const readableAnswersPlugin: Pluggable<object, MetadataBearer> = {
  applyToStack: (stack) => {
    stack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          throw unreadable(error, args.request) ?? error;
        }
      },
      // Around the reading of answers, and within what sends a request again.
      { step: 'deserialize', priority: 'high', name: 'novaActReadableAnswers', override: true },
    );
  },
};

function unreadable(error: unknown, request: unknown): AnswerError | undefined {
  const response = memberOf(error, '$response');
  // An error of the service has this; so has one with the page of a proxy.
  if (!HttpResponse.isInstance(response) || memberOf(error, '$fault') !== undefined) return undefined;
  const { statusCode } = response;
  if (statusCode < 200 || statusCode > 299) return undefined;
  const host = HttpRequest.isInstance(request) ? hostOf(request) : 'the service';
  const body = stringMember(error, '$responseBodyText');
  // That of a syntax error quotes the beginning as well.
  const [why = ''] = messageOf(error).split('\n');
  const detail = body
    ? `it begins with ${JSON.stringify(body.slice(0, MAX_SHOWN))}`
    : why.slice(0, 2 * MAX_SHOWN);
  return new AnswerError(
    `The answer of ${host} (HTTP ${statusCode}) is not what the service would say: ${visibleLine(detail)}.`,
    CHECK_PROXY,
    { cause: error },
  );
}

function hostOf({ hostname, port }: HttpRequest): string {
  return port === undefined ? hostname : `${hostname}:${port}`;
}

const MAX_SHOWN = 60;
