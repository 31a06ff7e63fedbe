/** An AWS configuration of its own for a test: files, variables, real-looking keys, and nothing of this machine's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withEnvironment } from './environment.ts';

/** A key pair in the shape of AWS, with a session token: what must never reach a server on this machine. */
export const REAL = {
  AWS_ACCESS_KEY_ID: 'ASIAREALREALREALREAL',
  AWS_SECRET_ACCESS_KEY: 'real-secret',
  AWS_SESSION_TOKEN: 'real-token',
};

const CREDENTIALS_FILE = `[default]
aws_access_key_id = ${REAL.AWS_ACCESS_KEY_ID}
aws_secret_access_key = ${REAL.AWS_SECRET_ACCESS_KEY}
aws_session_token = ${REAL.AWS_SESSION_TOKEN}
`;

/** Sets HOME, both configuration files and variables until the end of the scope; all other AWS variables are unset. */
export async function withAwsHome(
  options: {
    /** Of `~/.aws/config`. */
    readonly config?: string | undefined;
    readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  } = {},
): Promise<AsyncDisposable> {
  // A folder of its own each time: the SDK reads a file once and remembers it by its path.
  const home = await mkdtemp(path.join(tmpdir(), 'nova-act-home-'));
  const files = { config: path.join(home, 'config'), credentials: path.join(home, 'credentials') };
  await writeFile(files.config, options.config ?? '');
  await writeFile(files.credentials, CREDENTIALS_FILE);
  const unset = Object.keys(process.env).filter((name) => name.startsWith('AWS_') && !name.includes('_SDK_'));
  const environment = withEnvironment({
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    HOME: home,
    AWS_CONFIG_FILE: files.config,
    AWS_SHARED_CREDENTIALS_FILE: files.credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...options.environment,
  });
  return {
    [Symbol.asyncDispose]: async () => {
      environment[Symbol.dispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}
