import { HttpResponse } from '@smithy/core/protocols';
import { COMPATIBILITY_VERSION } from '../../contract/protocol.ts';
import { endingPages } from '../../core/paging.ts';
import { NovaActClient } from '../../service/client.ts';
import { ListModelsCommand } from '../../service/commands.ts';
import { destinationOf } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import type { CommandContext } from '../command-context.ts';
import { regionOf } from '../region.ts';
import { REQUEST_LIMITS } from '../watch-answers.ts';
import type { ModelFacts } from './rules/nova-act.ts';

/** Settles where AWS is asked. Nothing is sent before something is asked for, and nothing is asked twice. */
export async function askAws(options: {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly environment: CommandContext['environment'];
  readonly signal: AbortSignal;
}): Promise<AwsQuestions> {
  const { profile, signal: abortSignal } = options;
  const region = await regionOf(options);
  const config = { region, ...(profile !== undefined && { profile }), requestHandler: REQUEST_LIMITS };
  const { url, isLoopback } = await destinationOf(new NovaActClient(config));
  let skewMs: number | undefined;
  return {
    ...{ region, profile, url: isLoopback ? url : undefined },
    skewMs: () => skewMs,
    identity: once(async () => {
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
      return await using(new STSClient(config), async (client) => {
        // Errors say the time as well.
        client.middlewareStack.add(
          (next) => async (input) => {
            const output = await next(input);
            skewMs = skewIn(output.response) ?? skewMs;
            return output;
          },
          { step: 'deserialize', priority: 'low', name: 'readingClock' },
        );
        await useMatchingCredentials(client);
        const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}), {
          abortSignal,
        });
        return { account, arn };
      });
    }),
    models: once(async () => {
      return await using(new NovaActClient(config), async (client) => {
        await useMatchingCredentials(client);
        const input = { clientCompatibilityVersion: COMPATIBILITY_VERSION };
        const { modelSummaries, modelAliases } = await client.send(new ListModelsCommand(input), {
          abortSignal,
        });
        return {
          models: modelSummaries.map(({ modelId }) => modelId),
          aliases: modelAliases.map(({ aliasName }) => aliasName),
          region,
        };
      });
    }),
    stacks: once(async () => {
      const { CloudFormationClient, paginateDescribeStacks } = await import('@aws-sdk/client-cloudformation');
      return await using(new CloudFormationClient(config), async (client) => {
        await useMatchingCredentials(client);
        const found: FoundStack[] = [];
        const pages = paginateDescribeStacks({ client }, {}, { abortSignal });
        const ending = endingPages(
          'DescribeStacks of CloudFormation',
          pages,
          ({ NextToken: token }) => token,
        );
        for await (const { Stacks = [] } of ending) {
          for (const stack of Stacks) {
            found.push({
              stackName: stack.StackName ?? '',
              status: stack.StackStatus ?? '',
              isProtected: stack.EnableTerminationProtection === true,
              parameters: byName(stack.Parameters, 'ParameterKey', 'ParameterValue'),
              outputs: byName(stack.Outputs, 'OutputKey', 'OutputValue'),
            });
          }
        }
        return found;
      });
    }),
  };
}

/** What can be asked of AWS, or of the local AWS that the variables of the shell lead to. */
export interface AwsQuestions {
  readonly region: string;
  readonly profile: string | undefined;
  /** Of local AWS; `undefined` on AWS. */
  readonly url: string | undefined;
  /** How far this machine's clock is ahead, once something has answered. */
  readonly skewMs: () => number | undefined;
  readonly identity: () => Promise<{ readonly account: string; readonly arn: string }>;
  readonly models: () => Promise<ModelFacts>;
  readonly stacks: () => Promise<readonly FoundStack[]>;
}

/** A stack of the account, as far as it matters here. */
export interface FoundStack {
  readonly stackName: string;
  readonly status: string;
  readonly isProtected: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

async function using<C extends { destroy(): void }, T>(
  client: C,
  ask: (client: C) => Promise<T>,
): Promise<T> {
  try {
    return await ask(client);
  } finally {
    client.destroy();
  }
}

/** How far this machine's clock is ahead of what an answer says; `undefined` when it says no time. */
function skewIn(response: unknown): number | undefined {
  const then = HttpResponse.isInstance(response) ? Date.parse(response.headers.date ?? '') : Number.NaN;
  return Number.isNaN(then) ? undefined : Date.now() - then;
}

function byName<K extends string, V extends string>(
  members: readonly Partial<Record<K | V, string | undefined>>[] | undefined,
  key: K,
  value: V,
): Readonly<Record<string, string>> {
  return Object.fromEntries((members ?? []).map((member) => [member[key] ?? '', member[value] ?? '']));
}
