import type { ServerProtocol } from '../contract/host.ts';
import type { Problem } from '../core/problems.ts';
import type { WorkflowSettings } from './deployment-settings.ts';

/**
 * Why a workflow cannot be a fleet, or be started at times: its items are started by calls that are signed with AWS credentials, and end
 * later, of which tools know nothing.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-long-run.html
 */
export function fleetConflicts({
  fleet = false,
  schedule = false,
  authorizer = false,
  serverProtocol = 'HTTP',
}: Pick<WorkflowSettings, 'fleet' | 'schedule'> & {
  readonly authorizer?: object | false | undefined;
  readonly serverProtocol?: ServerProtocol | undefined;
}): FleetConflict[] {
  const switchedOn: readonly (readonly [FleetMember, string] | false)[] = [
    fleet !== false && ['fleet', 'runs items'],
    schedule !== false && ['schedule', 'starts runs'],
  ];
  return [
    ...switchedOn
      .filter((one) => one !== false)
      .flatMap(([member, does]): FleetConflict[] => [
        ...(serverProtocol === 'HTTP'
          ? []
          : [
              {
                member,
                what: `${does} that end after their call, and a workflow that speaks ${serverProtocol} has only calls that wait`,
                got: `${member}, and serverProtocol ${JSON.stringify(serverProtocol)}`,
                allowed: `${member} with serverProtocol "HTTP"`,
                fix: `leave ${member} out, or write "${member}: false" for this workflow`,
              },
            ]),
        ...(authorizer === false
          ? []
          : [
              {
                member,
                what: `${does} with AWS credentials, and the authorizer lets in tokens only`,
                got: `${member}, and an authorizer`,
                allowed: `${member} or authorizer`,
                fix: `leave one of them out, or write "${member}: false" for this workflow`,
              },
            ]),
      ]),
    ...(schedule !== false && schedule.items !== undefined && fleet === false
      ? [
          {
            member: 'schedule' as const,
            what: 'has items, and no fleet to run them',
            got: JSON.stringify(schedule.items),
            allowed: 'items with fleet',
            fix: 'add "fleet: true", write payload instead of items, or "schedule: false" where there is no fleet',
          },
        ]
      : []),
    ...(schedule !== false &&
    schedule.items === undefined &&
    schedule.payload === undefined &&
    fleet !== false
      ? [
          {
            member: 'schedule' as const,
            what: 'does not say whether it starts the fleet or one run',
            got: 'neither items nor payload, beside a fleet',
            allowed: 'one of items and payload',
            fix: 'write "items: { key: \'lists/shops.jsonl\' }" for the fleet, or "payload: {}" for one run',
          },
        ]
      : []),
  ];
}

type FleetMember = 'fleet' | 'schedule';
type FleetConflict = Omit<Problem, 'where'> & { readonly member: FleetMember };
