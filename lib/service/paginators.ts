/** Paginators: `for await (const page of paginateListActs({ client }, { … }))`. */
import { createPaginator } from '@smithy/core';
import type { PaginationConfiguration, Paginator } from '@smithy/types';
import { endingPages } from '../core/paging.ts';
import { NovaActClient } from './client.ts';
import {
  ListActsCommand,
  ListSessionsCommand,
  ListWorkflowDefinitionsCommand,
  ListWorkflowRunsCommand,
} from './commands.ts';
import type { OperationName } from './model.ts';
import type { OperationInput, OperationOutput } from './types.ts';

/** Which client to use and how: `pageSize` is 1 to 100, `startingToken` continues an earlier listing. */
export interface NovaActPaginationConfiguration extends PaginationConfiguration {
  client: NovaActClient;
}

type Paginate<Name extends OperationName> = (
  config: NovaActPaginationConfiguration,
  input: OperationInput<Name>,
  ...options: unknown[]
) => Paginator<OperationOutput<Name>>;

function paginator<Name extends OperationName>(command: unknown, name: Name): Paginate<Name> {
  const pages = createPaginator<NovaActPaginationConfiguration, OperationInput<Name>, OperationOutput<Name>>(
    NovaActClient,
    command,
    'nextToken',
    'nextToken',
    'maxResults',
  );
  // The SDK writes the token into the input; the caller's object stays as it was.
  return (config, input, ...options) =>
    endingPages(`${name} of Nova Act`, pages(config, { ...input }, ...options), tokenOf);
}

function tokenOf(page: object): string | undefined {
  return 'nextToken' in page && typeof page.nextToken === 'string' ? page.nextToken : undefined;
}

/** All pages of `ListWorkflowDefinitions`. */
export const paginateListWorkflowDefinitions: Paginate<'ListWorkflowDefinitions'> = paginator(
  ListWorkflowDefinitionsCommand,
  'ListWorkflowDefinitions',
);
/** All pages of `ListWorkflowRuns`. */
export const paginateListWorkflowRuns: Paginate<'ListWorkflowRuns'> = paginator(
  ListWorkflowRunsCommand,
  'ListWorkflowRuns',
);
/** All pages of `ListSessions`. */
export const paginateListSessions: Paginate<'ListSessions'> = paginator(ListSessionsCommand, 'ListSessions');
/** All pages of `ListActs`. */
export const paginateListActs: Paginate<'ListActs'> = paginator(ListActsCommand, 'ListActs');
