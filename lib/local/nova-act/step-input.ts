/** Reads what an InvokeActStep request brings: results of the last calls, and the page among them. Pure. */
import type { AgentScreenshot } from '../../agents/agent.ts';
import type { Observation } from '../../browser/index.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { Call, CallResult } from '../../service/index.ts';
import type { StepResult } from './records.ts';
import { invalidFields } from './service-error.ts';

/** The readable content of a request. */
export type StepInput = {
  /** One per result, in the order sent; the observations without their screenshots. */
  readonly results: readonly StepResult[];
  readonly observation: Observation;
};

type ExpectedCall = Pick<Call, 'callId' | 'name'>;

/** What a client sends before the first step, which nobody has asked it for. */
export const OPENING_CALLS: readonly ExpectedCall[] = Object.values(OPENING_CALL).map((name) => ({
  callId: name,
  name,
}));

/**
 * Matches results with the calls that they belong to and finds the newest observation.
 *
 * @throws ServiceError (ValidationException) for results of unknown calls and when there is no observation.
 */
export function readStepInput(options: {
  readonly expected: readonly ExpectedCall[];
  readonly callResults: readonly CallResult[];
}): StepInput {
  // The page may be shown without being asked for, by the call id that it has in the first step.
  const names = new Map([
    ...options.expected.map(({ callId, name }) => [callId, name] as const),
    [OPENING_CALL.observe, OPENING_CALL.observe] as const,
  ]);
  const sent = options.callResults.map((result, index) => {
    const name = result.callId === undefined ? undefined : names.get(result.callId);
    if (result.callId === undefined || name === undefined) {
      throw invalidFields([
        {
          name: `callResults[${index}].callId`,
          message: `must be one of ${[...names.keys()].join(', ')}, is ${result.callId ?? 'missing'}`,
        },
      ]);
    }
    return { callId: result.callId, name, text: result.content.map(({ text }) => text).join('') };
  });
  const newest = sent.findLastIndex(({ name }) => name === OPENING_CALL.observe);
  const newestText = sent[newest]?.text;
  if (newestText === undefined) {
    throw invalidFields([
      { name: 'callResults', message: 'must have the result of a takeObservation call: the page to act on' },
    ]);
  }
  return {
    results: sent.map((result) =>
      result.name === OPENING_CALL.observe ? { ...result, text: withoutScreenshot(result.text) } : result,
    ),
    observation: readObservation(newestText, `callResults[${newest}].content`),
  };
}

function readObservation(text: string, field: string): Observation {
  const value = parseObject(text);
  const dimensions = value?.browserDimensions;
  if (value === undefined || typeof value.activeURL !== 'string' || !isNumbers(dimensions)) {
    throw invalidFields([
      { name: field, message: 'must be an observation: JSON with activeURL and browserDimensions' },
    ]);
  }
  const { windowWidth = 0, windowHeight = 0, scrollWidth = 0, scrollHeight = 0 } = dimensions;
  const { scrollLeft = 0, scrollTop = 0 } = dimensions;
  return {
    activeURL: value.activeURL,
    browserDimensions: { windowWidth, windowHeight, scrollWidth, scrollHeight, scrollLeft, scrollTop },
    idToBboxMap: readBoxes(value.idToBboxMap),
    screenshotBase64: textOr(value.screenshotBase64),
    simplifiedDOM: textOr(value.simplifiedDOM),
    timestamp_ms: typeof value.timestamp_ms === 'number' ? value.timestamp_ms : 0,
    userAgent: textOr(value.userAgent),
  };
}

function readBoxes(value: unknown): Observation['idToBboxMap'] {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([id, box]) => {
      if (!isNumbers(box)) return [];
      const { x, y, width, height } = box;
      if (x === undefined || y === undefined || width === undefined || height === undefined) return [];
      return [[id, { x, y, width, height }]];
    }),
  );
}

function withoutScreenshot(text: string): string {
  const value = parseObject(text);
  return value === undefined ? text : JSON.stringify({ ...value, screenshotBase64: '' });
}

/** The image of a data URL; `undefined` when it is not a JPEG or PNG. */
export function decodeScreenshot(dataUrl: string): AgentScreenshot | undefined {
  const match = /^data:image\/(jpeg|png);base64,/.exec(dataUrl);
  if (match === null) return undefined;
  const bytes = Buffer.from(dataUrl.slice(match[0].length), 'base64');
  return { mediaType: match[1] === 'png' ? 'image/png' : 'image/jpeg', bytes };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  return isRecord(value) ? value : undefined;
}

function isNumbers(value: unknown): value is Readonly<Record<string, number | undefined>> {
  return isRecord(value) && Object.values(value).every((member) => typeof member === 'number');
}

function textOr(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}
