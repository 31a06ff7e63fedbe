import { HttpRequest } from '@smithy/core/protocols';
import { LOCAL_HEADER } from '../../contract/headers.ts';
import { CreateWorkflowDefinitionCommand, type NovaActClient } from '../../service/index.ts';
import type { PlannedDefinition } from './plan-assembly.ts';

/**
 * Makes a definition as the template has it. One that is there from the catalog, or from a run that made it, gets description
 * and export of the template, and keeps its runs: unlike the service, local AWS changes it when it is asked to.
 */
export async function ensurePlannedDefinition(
  client: NovaActClient,
  definition: PlannedDefinition,
): Promise<void> {
  const command = new CreateWorkflowDefinitionCommand(definition);
  command.middlewareStack.add(
    (next) => async (args) => {
      const { request } = args;
      if (HttpRequest.isInstance(request)) request.headers[LOCAL_HEADER.replaces] = 'true';
      return await next(args);
    },
    { step: 'build', name: 'replacesDefinition' },
  );
  await client.send(command);
}
