import { type Duration, Token } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { checkValue } from '../../catalog/check-value.ts';
import type { JwtAuthorizerSettings, SessionStorageSettings } from '../../catalog/deployment-settings.ts';
import {
  LIFECYCLE_DEFAULTS,
  MAX_RUNTIME_DESCRIPTION_LENGTH,
  MAX_LIFECYCLE_SECONDS as MAX_SECONDS,
  MIN_LIFECYCLE_SECONDS as MIN_SECONDS,
} from '../../catalog/limits.ts';
import { RUNTIME_NAME, RUNTIME_VERSION } from '../../catalog/name-rules.ts';
import { environmentSchema } from '../../catalog/settings.ts';
import { SERVER_PROTOCOLS } from '../../contract/host.ts';
import { type Problem, show } from '../../core/problems.ts';
import { checkInbound } from './inbound.ts';
import { checkLength } from './length.ts';
import { checkName } from './name.ts';
import { checkNetwork } from './network.ts';
import { checkRoleUsers } from './role-users.ts';

/** Checks what the service says about a runtime. Tokens are left to the deployment. */
export function checkRuntime(options: {
  readonly where: string;
  readonly runtimeName: string;
  readonly description?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly serverProtocol?: unknown;
  readonly idleTimeout?: Duration | undefined;
  readonly maxLifetime?: Duration | undefined;
  readonly vpc?: IVpc | undefined;
  readonly vpcSubnets?: SubnetSelection | undefined;
  readonly securityGroups?: readonly ISecurityGroup[] | undefined;
  readonly requestHeaders?: readonly string[] | undefined;
  readonly sessionStorage?: SessionStorageSettings | undefined;
  readonly authorizer?: JwtAuthorizerSettings | undefined;
  readonly liveVersion?: string | undefined;
  readonly hotswap?: boolean | undefined;
  readonly roleCanBeAssumedBy?: readonly string[] | undefined;
  readonly role?: unknown;
}): Problem[] {
  const { where, runtimeName, description, environment, liveVersion, hotswap } = options;
  return [
    ...checkRuntimeName(`${where}.runtimeName`, runtimeName),
    ...checkLength({
      where: `${where}.description`,
      text: description,
      maxLength: MAX_RUNTIME_DESCRIPTION_LENGTH,
      what: 'has a length that is not accepted',
    }),
    ...checkValue({ schema: environmentSchema.optional(), value: environment, where: `${where}.environment` })
      .problems,
    ...checkProtocol(`${where}.serverProtocol`, options.serverProtocol),
    ...checkLifecycle(options),
    ...checkNetwork(options),
    ...checkInbound(options),
    ...checkRoleUsers(`${where}.roleCanBeAssumedBy`, options.roleCanBeAssumedBy, options.role),
    ...checkVersion(`${where}.liveVersion`, liveVersion),
    ...(hotswap === true && liveVersion !== undefined ? [pinnedAndSwapped(`${where}.hotswap`)] : []),
  ];
}

function checkProtocol(where: string, protocol: unknown): Problem[] {
  if (protocol === undefined || SERVER_PROTOCOLS.some((name) => name === protocol)) return [];
  return [
    {
      where,
      what: 'is not a protocol that workflows speak',
      got: show(protocol),
      allowed: SERVER_PROTOCOLS.map((name) => JSON.stringify(name)).join(' or '),
      fix: 'write "MCP" to deploy the workflow as a tool for agents, or leave it out',
    },
  ];
}

/** Checks the name of a runtime. A token is left to the deployment. */
export function checkRuntimeName(where: string, runtimeName: string): Problem[] {
  return Token.isUnresolved(runtimeName) ? [] : checkName(where, runtimeName, RUNTIME_NAME);
}

function checkLifecycle(options: {
  readonly where: string;
  readonly idleTimeout?: Duration | undefined;
  readonly maxLifetime?: Duration | undefined;
}): Problem[] {
  const { where, idleTimeout, maxLifetime } = options;
  const units = [
    ...checkUnit(`${where}.idleTimeout`, idleTimeout),
    ...checkUnit(`${where}.maxLifetime`, maxLifetime),
  ];
  if (units.length > 0) return units;
  const idle = secondsOf(idleTimeout, LIFECYCLE_DEFAULTS.idleTimeoutSeconds);
  const max = secondsOf(maxLifetime, LIFECYCLE_DEFAULTS.maxLifetimeSeconds);
  const problems = [
    ...checkSeconds(`${where}.idleTimeout`, idle),
    ...checkSeconds(`${where}.maxLifetime`, max),
  ];
  if (problems.length > 0 || idle === undefined || max === undefined || idle <= max) return problems;
  return [
    {
      where: `${where}.idleTimeout`,
      what: 'is longer than maxLifetime',
      got: `idle ${idle} s${idleTimeout ? '' : ' (the default)'}, lifetime ${max} s`,
      allowed: `at most ${max} s`,
      fix: `use Duration.seconds(${max}) or less, or a longer maxLifetime`,
    },
  ];
}

/** The service counts seconds, and a token is nothing that one could count with. */
function checkUnit(where: string, duration: Duration | undefined): Problem[] {
  if (duration === undefined) return [];
  if (duration.isUnresolved()) {
    if (duration.unitLabel() === 'seconds') return [];
    return [
      {
        where,
        what: 'is only known at the deployment, and must then be in seconds',
        got: `a token in ${duration.unitLabel()}`,
        allowed: 'Duration.seconds(<token>), or a Duration that is known at synthesis',
        fix: 'take a parameter that counts seconds',
      },
    ];
  }
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds)) return [];
  return [
    {
      where,
      what: 'is not a number of whole seconds',
      got: `${seconds} s`,
      allowed: `${MIN_SECONDS} s to ${MAX_SECONDS} s (8 hours), in whole seconds`,
      fix: `use Duration.seconds(${Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.round(seconds)))})`,
    },
  ];
}

function checkSeconds(where: string, seconds: number | undefined): Problem[] {
  if (seconds === undefined || (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) return [];
  return [
    {
      where,
      what: 'is out of range',
      got: `${seconds} s`,
      allowed: `${MIN_SECONDS} s to ${MAX_SECONDS} s (8 hours)`,
      fix: `use Duration.seconds(${Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.round(seconds)))})`,
    },
  ];
}

function checkVersion(where: string, version: string | undefined): Problem[] {
  if (version === undefined || Token.isUnresolved(version) || RUNTIME_VERSION.test(version)) return [];
  return [
    {
      where,
      what: 'is not a version of a runtime',
      got: JSON.stringify(version),
      allowed: 'a number from 1 to 99999 in a string',
      fix: 'take it from the output RuntimeVersion, or leave it out to follow the newest',
    },
  ];
}

function pinnedAndSwapped(where: string): Problem {
  return {
    where,
    what: 'makes callers pass by the pinned version',
    got: 'hotswap: true, and a liveVersion',
    allowed: 'one of them',
    fix: 'leave hotswap out where callers get a pinned version',
  };
}

/** The number of seconds, which need not be whole; undefined for a token. */
function secondsOf(duration: Duration | undefined, fallback: number): number | undefined {
  if (duration === undefined) return fallback;
  return duration.isUnresolved() ? undefined : duration.toSeconds({ integral: false });
}
