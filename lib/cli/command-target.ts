import type { EndpointResolvedConfig } from '@smithy/core/endpoints';
import type { AwsCredentialIdentityProvider, EndpointParameters } from '@smithy/types';
import type { Destination } from '../service/destination.ts';
import { useMatchingCredentials } from '../service/matching-credentials.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandLine } from './command-line.ts';
import { type TargetForPrograms, targetDescription } from './target-description.ts';
import { TargetError } from './target-error.ts';
import { commandLineTo, type TargetOptions } from './target-options.ts';
import { REQUEST_LIMITS, type WatchedClient, watchAnswers } from './watch-answers.ts';

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
