import { knownSecrets } from '../../contract/known-secrets.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { getSecretValue, SECRETS_MANAGER_ID, type SecretValue } from '../../service/get-secret-value.ts';
import { serviceUrl } from '../../service/service-url.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption, mustBe } from '../check-option.ts';
import { arnIn, brokenSecret, noMember, refusedSecret } from './secret-problem.ts';

/**
 * The value of a secret of AWS Secrets Manager, whose ARN is in an environment variable: that of the entry in `secrets` of the
 * catalog. What it gives is for `nova.page`: from then on it is taken out of logs, events, errors, records and traces, and a
 * prompt that has it is refused.
 *
 * A value is asked for once a minute at most. Bytes are given in base64.
 *
 * @param variable - its name, such as `SHOP_LOGIN_ARN`
 * @example
 * ```ts
 * await nova.page.getByLabel('Password').fill(await secret('SHOP_LOGIN_ARN', { key: 'password' }));
 * ```
 * @throws SecretError when there is no such value, ValidationFailed when the call is wrong
 */
export async function secret(variable: string, options: SecretOptions = {}): Promise<string> {
  mustBe('The name of the variable given to secret', variable, 'text');
  checkKeys('secret', options, SECRET_KEYS);
  const { key } = options;
  checkOption('key', key, 'text');
  const { arn, region } = arnIn(variable, process.env);
  const value = await fetched(arn, region).catch((error: unknown) => {
    throw refusedSecret({ variable, arn, error });
  });
  if (key === undefined) {
    const whole = 'text' in value ? value.text : value.base64;
    for (const text of textsOf(value)) know(text, variable);
    return whole;
  }
  const member = memberText(value, { variable, key });
  know(member, variable);
  return member;
}

/** What of a secret is asked for. */
export interface SecretOptions {
  /** A member of a secret that is a JSON object, such as `password`; only that is hidden then. @default all of it */
  readonly key?: string | undefined;
}

const SECRET_KEYS = { key: true } as const satisfies Record<keyof SecretOptions, true>;

/** Rotated values are live after a minute. */
const KEPT_MS = 60_000;

const kept = new Map<string, { readonly value: Promise<SecretValue>; readonly untilMs: number }>();
const toldShort = new Set<string>();

/** Calls that come while one is under way share its answer; a failure is not kept. */
async function fetched(arn: string, region: string): Promise<SecretValue> {
  const { url } = await serviceUrl({
    serviceId: SECRETS_MANAGER_ID,
    host: SERVICE_NAME.secretsManager,
    region,
  });
  const id = `${url} ${arn}`;
  const known = kept.get(id);
  if (known !== undefined && performance.now() < known.untilMs) return known.value;
  const value = getSecretValue({ url, region, arn });
  kept.set(id, { value, untilMs: performance.now() + KEPT_MS });
  value.catch(() => kept.delete(id));
  return value;
}

function memberText(value: SecretValue, asked: { readonly variable: string; readonly key: string }): string {
  const parsed = 'text' in value ? parseJson(value.text) : undefined;
  if (!isRecord(parsed)) {
    throw brokenSecret(asked, 'text' in value ? 'no JSON object' : 'bytes, which have no members');
  }
  const member = Object.hasOwn(parsed, asked.key) ? parsed[asked.key] : undefined;
  if (member === undefined || member === null) throw noMember(asked, Object.keys(parsed), member === null);
  return typeof member === 'string' ? member : JSON.stringify(member);
}

/** All that is hidden of a secret of which all was asked for: what its author does with it is not known here. */
function textsOf(value: SecretValue): readonly string[] {
  if ('base64' in value) return [value.base64, Buffer.from(value.base64, 'base64').toString()];
  return [value.text, ...leavesOf(parseJson(value.text))];
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

function know(text: string, variable: string): void {
  if (knownSecrets.add(text, variable) || toldShort.has(variable)) return;
  toldShort.add(variable);
  process.emitWarning(
    `${variable} has a value of fewer than 4 characters, which cannot be told from other texts: it is not hidden in logs and errors, and not looked for in prompts.`,
    'NovaActWarning',
  );
}
