import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lambdaPackages } from './lambda-packages.ts';
import { type Server, serve } from './processes.ts';
import { python } from './python.ts';

/** An AWS account of 12 digits on the server. Accounts do not see each other. */
export type AccountId = `${number}`;

/** A server with all AWS accounts, on loopback. */
export interface AccountServer extends Server {
  readonly url: string;
  /** What makes clients and the CDK CLI talk to an account. */
  environment(account: AccountId): Readonly<Record<string, string>>;
  /** The same for our own commands, which take no keys but those of local AWS to loopback. */
  localEnvironment(account: AccountId): Readonly<Record<string, string>>;
  /** Changes how an account behaves: see python/account/switches.py. */
  turn(account: AccountId, switches: Switches): Promise<void>;
  /** What runtimes, endpoints, browsers, definitions, builds, calls and waiting tasks of an account did, oldest first. */
  events(account: AccountId): Promise<readonly AccountEvent[]>;
}

export interface Switches {
  /** By type: the message with which its next change fails. */
  readonly failing?: Readonly<Record<string, string>>;
  /** How many of the next builds fail. */
  readonly failingBuilds?: number;
  /** Whether workflows fail that are called. */
  readonly failingCalls?: boolean;
  /** Whether new runtimes make the log groups of their endpoints DEFAULT (true), or their first call does. */
  readonly runtimeLogGroups?: boolean;
  /** Whether other new endpoints make their log groups (false). */
  readonly endpointLogGroups?: boolean;
}

export interface AccountEvent {
  readonly kind: 'create' | 'update' | 'delete' | 'build' | 'call' | 'task';
  readonly type?: string;
  readonly name?: string;
  readonly tag?: string;
  readonly problem?: string | null;
  /** Of an attempt of a task of Step Functions that waits for a callback. */
  readonly token?: string;
}

/** Starts the server: ministack, and the rules of AWS that it lacks (see python/account). */
export async function startAccountServer(): Promise<AccountServer> {
  const tools = await python();
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'account-server-'));
  // Functions run below this folder: whatever is above it must not say what kind of modules they are.
  await writeFile(path.join(scratch, 'package.json'), '{}');
  const server = await serve(tools.executable, [tools.script('account_server')], {
    NODE_PATH: await lambdaPackages(),
    TMPDIR: scratch,
  });
  const { url } = Object(server.ready);
  if (typeof url !== 'string')
    throw new Error(`The server said something else: ${JSON.stringify(server.ready)}`);
  const environment = (account: AccountId): Readonly<Record<string, string>> => ({
    AWS_ENDPOINT_URL: url,
    // The server takes an access key of 12 digits for the account.
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
  return {
    ...server,
    url,
    environment,
    localEnvironment: (account) => ({
      ...environment(account),
      // See python/account/local_keys.py.
      AWS_ACCESS_KEY_ID: `LOCALAAAA${[...account].map((digit) => 'ABCDEFGHIJ'.charAt(Number(digit))).join('')}`,
      AWS_SECRET_ACCESS_KEY: `LOCAL${'A'.repeat(35)}`,
    }),
    async turn(account, switches) {
      const body = JSON.stringify({ account, ...switches });
      const response = await fetch(`${url}/_account/switches`, { method: 'POST', body });
      if (!response.ok) throw new Error(await response.text());
    },
    async events(account) {
      const response = await fetch(`${url}/_account/events?account=${account}`);
      const events: readonly AccountEvent[] = JSON.parse(await response.text());
      return events;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
