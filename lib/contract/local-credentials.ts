import { randomBytes } from 'node:crypto';

/** A key pair that local AWS accepts and AWS refuses. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Makes a key pair of local AWS: `LOCAL`, then letters and digits by chance. Each pair is another one, so that its
 * access key id tells whose calls are whose: that of a session, of a shell, of a process.
 *
 * No key of AWS begins with `LOCAL`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function makeLocalCredentials(): LocalCredentials {
  return { accessKeyId: `LOCAL${random(IDENTITY_LENGTH)}`, secretAccessKey: `LOCAL${random(SECRET_LENGTH)}` };
}

/** Whether a key pair is one of {@link makeLocalCredentials}: both halves, so that no secret of AWS passes for local. */
export function isLocalCredentials(pair: {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
}): pair is LocalCredentials {
  const { accessKeyId = '', secretAccessKey = '' } = pair;
  return ACCESS_KEY_ID.test(accessKeyId) && SECRET.test(secretAccessKey);
}

/** Whose calls an access key id signs on local AWS; `undefined` for keys that local AWS did not make. */
export function localIdentityOf(accessKeyId: string): string | undefined {
  return ACCESS_KEY_ID.exec(accessKeyId)?.[1];
}

const IDENTITY_LENGTH = 16;
const SECRET_LENGTH = 35;
/** Of 32 characters each stands for five bits of a byte, so all are as likely. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ACCESS_KEY_ID = new RegExp(`^LOCAL([A-Z2-7]{${IDENTITY_LENGTH}})$`);
const SECRET = new RegExp(`^LOCAL[A-Z2-7]{${SECRET_LENGTH}}$`);

function random(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte & 31)).join('');
}
