import type { ServerProtocol } from '../contract/host.ts';
import type { Problem } from '../core/problems.ts';
import type { WorkflowSettings } from './deployment-settings.ts';

/**
 * Why nobody can take over the browsers of a workflow, although there is a way to sign in: people are connected by an address
 * of the WebSocket of a session, which is signed with AWS credentials.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export function takeOverConflicts({
  humanInTheLoop = false,
  authorizer = false,
  serverProtocol = 'HTTP',
}: Pick<WorkflowSettings, 'humanInTheLoop'> & {
  readonly authorizer?: object | false | undefined;
  readonly serverProtocol?: ServerProtocol | undefined;
}): Omit<Problem, 'where'>[] {
  const { signIn = false } = typeof humanInTheLoop === 'object' ? humanInTheLoop : {};
  if (signIn === false) return [];
  const fix =
    'leave signIn out (people can still approve), or write "humanInTheLoop: { signIn: false }" here';
  return [
    ...(serverProtocol === 'HTTP'
      ? []
      : [
          {
            what: `lets people take over, and a workflow that speaks ${serverProtocol} has no WebSocket to connect them to`,
            got: `signIn, and serverProtocol ${JSON.stringify(serverProtocol)}`,
            allowed: 'signIn with serverProtocol "HTTP"',
            fix,
          },
        ]),
    ...(authorizer === false
      ? []
      : [
          {
            what: 'lets people take over by addresses that are signed with AWS credentials, and the authorizer lets in tokens only',
            got: 'signIn, and an authorizer',
            allowed: 'signIn or authorizer',
            fix,
          },
        ]),
  ];
}
