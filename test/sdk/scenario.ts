import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent, AgentCall } from '../../lib/local/nova-act/index.ts';
import { CreateWorkflowDefinitionCommand } from '../../lib/service/index.ts';
import { type LocalService, startLocalService } from '../local/nova-act/local-service.ts';

/** A scripted agent: the calls of the first step, then of the second, and so on. */
export function script(...steps: readonly (readonly AgentCall[])[]): Agent {
  return ({ steps: done }) => [...(steps[done.length] ?? [])];
}

/** Ends a step by looking at the page. */
export const look: readonly AgentCall[] = [
  { name: 'waitForPageToSettle', input: [] },
  { name: 'takeObservation', input: [] },
];

export const answer = (value: unknown): AgentCall => ({ name: 'return', input: [value] });
export const giveUp = (reason: string): AgentCall => ({ name: 'throw', input: [reason] });

/** A local Nova Act service with the definition `shop` and a scripted agent. */
export async function startService(decide: Agent): Promise<LocalService> {
  const service = await startLocalService({ decide });
  await service.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
  return service;
}

/** A page on loopback. */
export async function servePage(html: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
