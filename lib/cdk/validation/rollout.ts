import { Tokenization } from 'aws-cdk-lib';
import { MAX_ROLLOUT_PAYLOAD_BYTES, ROLLOUT_TIMEOUT_SECONDS } from '../../catalog/limits.ts';
import { readEnvelope } from '../../contract/envelope.ts';
import { MAX_JSON_DEPTH } from '../../contract/limits.ts';
import { PayloadError } from '../../contract/payload-error.ts';
import { isRecord } from '../../core/is-record.ts';
import { plainJson } from '../../core/plain-json.ts';
import { type Problem, show, unknownKeys } from '../../core/problems.ts';
import { isInstance } from '../../core/thrown.ts';

/** Checks how a new version shows that it works, and whether the runtime lets it. */
export function checkRollout(options: {
  readonly where: string;
  readonly rollout?: unknown;
  readonly liveVersion?: unknown;
  readonly hotswap?: boolean | undefined;
  readonly authorizer?: unknown;
  readonly serverProtocol?: unknown;
}): Problem[] {
  const { where, rollout, liveVersion, hotswap, authorizer, serverProtocol } = options;
  if (rollout === undefined) return [];
  if (!isRecord(rollout)) {
    return [
      {
        where,
        what: 'is not a setting for rollouts',
        got: show(rollout),
        allowed: '{ payload, timeoutSeconds? }',
        fix: 'write "rollout: { payload: {} }"',
      },
    ];
  }
  const clash = (setting: string, what: string, fix: string): Problem => ({
    where,
    what,
    got: `rollout, and ${setting}`,
    allowed: 'one of them',
    fix,
  });
  return [
    ...unknownKeys(where, rollout, ['payload', 'timeoutSeconds']),
    ...checkPayload(`${where}.payload`, rollout.payload, serverProtocol === 'MCP'),
    ...checkTimeout(`${where}.timeoutSeconds`, rollout.timeoutSeconds),
    ...(liveVersion === undefined
      ? []
      : [
          clash(
            'a liveVersion',
            'verifies versions that callers do not get: theirs is pinned',
            'leave one of them out',
          ),
        ]),
    ...(hotswap === true
      ? [
          clash(
            'hotswap: true',
            'cannot hold back what callers get at once, by the endpoint DEFAULT',
            'leave hotswap out where versions are verified',
          ),
        ]
      : []),
    ...(authorizer === undefined
      ? []
      : [
          clash(
            'an authorizer',
            'cannot call a runtime whose callers show tokens: the AWS SDKs cannot, and a token must not be in a template',
            'leave rollout out, and call the version yourself, by the endpoint DEFAULT with a token, before you pin it by liveVersion',
          ),
        ]),
  ];
}

function checkPayload(where: string, payload: unknown, isForTool: boolean): Problem[] {
  const problem = (what: string, rest: Omit<Problem, 'where' | 'what'>): Problem[] => [
    { where, what, ...rest },
  ];
  const json = payload === undefined ? undefined : plainJson(payload, LIMITS);
  if (json?.ok !== true) {
    return problem('is not JSON that a template can hold', {
      got: json?.problem ?? 'nothing',
      allowed: `a value that JSON expresses, of at most ${MAX_ROLLOUT_PAYLOAD_BYTES} bytes`,
      fix: 'write plain objects, lists, texts, numbers, booleans or null, and put large data where the workflow can read it',
    });
  }
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > MAX_ROLLOUT_PAYLOAD_BYTES) {
    return problem('is larger than a template can hold', {
      got: `${bytes} bytes of JSON`,
      allowed: `at most ${MAX_ROLLOUT_PAYLOAD_BYTES} bytes`,
      fix: 'put large data where the workflow can read it, such as S3',
    });
  }
  const token = unknownToken(payload);
  if (token !== undefined) {
    return problem('has a text that the CDK takes for a token of its own, and does not know', {
      got: show(token),
      allowed: 'tokens of this app as values, and texts without such marks',
      fix: 'write the text in another way',
    });
  }
  if (!isForTool) return checkEnvelope(where, payload);
  if (isRecord(payload)) return [];
  return problem('is not what a tool can be called with', {
    got: show(payload),
    allowed: 'an object, because the runtime speaks MCP',
    fix: 'give the arguments of the tool, such as { url: "https://example.com" }',
  });
}

/** What a template cannot hold because it looks like a token, and is none, or stands where none can. */
function unknownToken(payload: unknown): unknown {
  let found: unknown;
  const json: string = JSON.stringify(payload);
  JSON.parse(json, function (this: unknown, key: string, value: unknown) {
    if (isOdd(key, 'key')) found ??= key;
    const isList = Array.isArray(this) && this.length === 1;
    if (isOdd(value, isList ? 'list' : 'value')) found ??= value;
    return value;
  });
  return found;
}

function isOdd(value: unknown, place: 'key' | 'list' | 'value'): boolean {
  try {
    if (typeof value === 'number') Tokenization.reverseNumber(value);
    if (typeof value !== 'string') return false;
    if (value.includes('#{Token[')) return place !== 'list' || !Tokenization.reverseList([value]);
    const { tokens } = Tokenization.reverseString(value);
    return place === 'key' && tokens.length > 0;
  } catch {
    return true;
  }
}

const LIMITS = { name: 'payload', maxBytes: MAX_ROLLOUT_PAYLOAD_BYTES, maxDepth: MAX_JSON_DEPTH };

/** What only starts the workflow, or asks for another one, shows nothing of it. */
function checkEnvelope(where: string, payload: unknown): Problem[] {
  try {
    const { mode } = readEnvelope(payload);
    if (mode === 'sync') return [];
    return [
      {
        where,
        what: 'does not wait for the workflow',
        got: `mode "${mode}"`,
        allowed: 'a payload whose call ends when the workflow does',
        fix: 'give the payload of the workflow itself',
      },
    ];
  } catch (error) {
    if (!isInstance(error, PayloadError)) throw error;
    return [
      {
        where,
        what: 'is not a payload that hosts take',
        got: error.message,
        allowed: 'a payload of the workflow',
        fix: 'give the payload of the workflow itself',
      },
    ];
  }
}

function checkTimeout(where: string, seconds: unknown): Problem[] {
  const { default: usual, most } = ROLLOUT_TIMEOUT_SECONDS;
  if (seconds === undefined) return [];
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1 && seconds <= most) return [];
  return [
    {
      where,
      what: 'is not how long a call may take',
      got: show(seconds),
      allowed: `a whole number of seconds from 1 to ${most}`,
      fix: `use ${Math.min(most, Math.max(1, Math.round(Number(seconds)))) || usual}`,
    },
  ];
}
