import type { EndpointResolvedConfig } from '@smithy/core/endpoints';
import type { AwsCredentialIdentityProvider, EndpointParameters } from '@smithy/types';
import { LOCAL_ACCOUNT_ID } from '../contract/local-account.ts';
import { AnswerError, CHECK_PROXY } from '../core/answer-error.ts';
import { NovaActClient } from '../service/client.ts';
import { type Destination, destinationOf } from '../service/destination.ts';
import { useMatchingCredentials } from '../service/matching-credentials.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandLine } from './command-line.ts';
import { checkStateDir, localAwsOfProject, stateDirAt } from './local-target.ts';
import { checkRegion, regionOf } from './region.ts';
import { type TargetForPrograms, targetDescription, targetLine } from './target-description.ts';
import { TargetError } from './target-error.ts';
import { commandLineTo, type TargetOptions } from './target-options.ts';
import { REQUEST_LIMITS, type WatchedClient, watchAnswers } from './watch-answers.ts';

export { TargetError } from './target-error.ts';
export type { TargetOptions } from './target-options.ts';

/**
 * Where a command does its work: an account and a region of AWS, or a local AWS. It is settled once, said, and kept: a
 * service that would be asked elsewhere is refused instead.
 */
export class CommandTarget implements Disposable {
  readonly isLocal: boolean;
  /** The endpoint of local AWS; `undefined` on AWS. */
  readonly url: string | undefined;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Where local AWS keeps everything, absolute; `undefined` when its address is all that was said. */
  readonly stateDir: string | undefined;
  readonly #config: ClientConfig;
  readonly #options: TargetOptions;
  readonly #say: (text: string) => void;
  readonly #clients: { destroy(): void }[] = [];

  constructor(parts: {
    readonly url: string | undefined;
    readonly account: string;
    readonly config: ClientConfig;
    readonly stateDir?: string | undefined;
    /** What leads there. @default - nothing has to be said */
    readonly options?: TargetOptions | undefined;
    /** Hears of answers that take long. */
    readonly say?: ((text: string) => void) | undefined;
  }) {
    this.#say = parts.say ?? (() => {});
    this.isLocal = parts.url !== undefined;
    this.url = parts.url;
    this.region = parts.config.region;
    this.account = parts.account;
    this.stateDir = parts.stateDir;
    this.#config = parts.config;
    this.#options = parts.options ?? {};
  }

  /**
   * A client of a service, which is destroyed with the target.
   *
   * @param make gets what the client is to be made with
   * @throws TargetError when its requests would go elsewhere
   */
  async client<C extends ServiceClient<P>, P extends EndpointParameters>(
    make: (config: ClientConfig) => C & ServiceClient<P>,
  ): Promise<C> {
    const client = make({ ...this.#config, requestHandler: REQUEST_LIMITS });
    this.#clients.push(client);
    watchAnswers(client, this.#say);
    this.#check(await useMatchingCredentials(client), client.config.serviceId);
    return client;
  }

  /** How a command is called that works here, too, for advice: with the options that this one was given for it. */
  commandLine({ commandLine }: Pick<CommandContext, 'commandLine'>): CommandLine {
    return commandLineTo(this.#options, commandLine);
  }

  /** For people: `AWS account 123456789012, us-east-1` or `local AWS at http://127.0.0.1:8737`. */
  get description(): string {
    return targetDescription({ ...this.#config, url: this.url, account: this.account });
  }

  /** For programs. */
  toJSON(): TargetForPrograms {
    const { account, region, url = null } = this;
    return { kind: this.isLocal ? 'local' : 'aws', account, region, url };
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.destroy();
  }

  #check(destination: Destination, service: string | undefined): void {
    const origin = new URL(destination.url).origin;
    if (this.url === undefined ? !destination.isLoopback : origin === new URL(this.url).origin) return;
    throw new TargetError({
      what: `The command works on ${this.description}, but ${service ?? 'a service'} would be asked at ${destination.url}.`,
      fix: 'Set AWS_ENDPOINT_URL for all services, as local AWS prints it, or unset its variants. Nothing was sent.',
    });
  }
}

/**
 * Settles where a command works, and says so on stderr: with `--local` the local AWS of the project, else what the usual
 * variables and the profile say. There is no way from the one to the other.
 *
 * @throws TargetError when no local AWS runs; the errors of the service for credentials
 */
export async function openTarget(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const target = await settle(options, context);
  context.stderr(targetLine(target.description));
  return target;
}

/** What settling needs of the process and the project. */
export interface TargetContext
  extends Pick<CommandContext, 'environment' | 'directory' | 'stderr' | 'commandLine' | 'interrupt'> {
  readonly projectRoot: string;
}

/** What clients are made with. */
export interface ClientConfig {
  readonly region: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly requestHandler?: typeof REQUEST_LIMITS;
}

interface ServiceClient<P extends EndpointParameters> {
  readonly config: EndpointResolvedConfig<P> & {
    credentials: AwsCredentialIdentityProvider;
    readonly serviceId?: string | undefined;
  };
  readonly middlewareStack: WatchedClient['middlewareStack'];
  destroy(): void;
}

async function settle(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const { region: wanted, profile } = options;
  if (wanted !== undefined) checkRegion(wanted);
  checkStateDir(options);
  if (options.local === true) return await ofProject(options, context);
  const region = await regionOf({ region: wanted, profile, environment: context.environment });
  const config = { region, ...(profile !== undefined && { profile }) };
  const { url, isLoopback } = await destinationOf(new NovaActClient(config));
  const say = context.stderr;
  if (isLoopback) {
    const stateDir = stateDirAt(url, context);
    return new CommandTarget({ url, account: LOCAL_ACCOUNT_ID, config, stateDir, options, say });
  }
  const account = await accountOf(config, context);
  return new CommandTarget({ url: undefined, account, config, options, say });
}

/** The local AWS that runs for the project. */
async function ofProject(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const { url, region, stateDir } = await localAwsOfProject(options, context);
  const config = { region: options.region ?? region, endpoint: url };
  const local = { url, account: LOCAL_ACCOUNT_ID, config, stateDir, options, say: context.stderr };
  return new CommandTarget(local);
}

/** Whom the credentials belong to. */
async function accountOf(
  config: ClientConfig,
  { interrupt, stderr }: Pick<TargetContext, 'interrupt' | 'stderr'>,
): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ ...config, requestHandler: REQUEST_LIMITS });
  watchAnswers(client, stderr);
  try {
    const destination = await useMatchingCredentials(client);
    if (destination.isLoopback) {
      throw new TargetError({
        what: `Nova Act would be asked on AWS, but STS at ${destination.url}.`,
        fix: 'Set AWS_ENDPOINT_URL for all services, as local AWS prints it, or unset its variants. Nothing was sent.',
      });
    }
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: interrupt,
    });
    if (account !== undefined) return account;
    throw new AnswerError('STS did not say which account the credentials belong to.', CHECK_PROXY);
  } finally {
    client.destroy();
  }
}
