import type { Access } from '../access/access.ts';
import type { InvocationStore } from '../invocation-store.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import type { ForwardLimits } from './forward.ts';
import type { InvocationStarter } from './invocation-starter.ts';
import type { RuntimeRegistry } from './runtime-registry.ts';
import type { Supervision } from './session.ts';
import type { StartSession } from './session-backend.ts';

/** How local AWS serves the data plane of AgentCore Runtime. */
export interface AgentCorePluginOptions {
  /** The runtimes that can be invoked. */
  readonly registry: RuntimeRegistry;
  /** Where runs are: those of a session end with its process. @default none are known */
  readonly store?: NovaActStore | undefined;
  /** Gets to know the sessions, for whoever answers their calls. */
  readonly runtimeSessions?: RuntimeSessions | undefined;
  /** Decides what sessions may do that call other runtimes. @default everything */
  readonly access?: Access | undefined;
  /** Where records of invocations are. @default those of `store` */
  readonly invocations?: InvocationStore | undefined;
  /** Starts invocations that are on record again, here. @default nobody does */
  readonly starter?: InvocationStarter | undefined;
  /** The path of the viewer on this server, such as `/viewer`; answers name it. */
  readonly viewerPath?: string | undefined;
  /** The state folder: what the workflows' processes print goes to `logs/` in it. */
  readonly stateDir: string;
  /** The address that processes reach local AWS at. @default the address this server listens on */
  readonly endpointUrl?: string | undefined;
  /** The environment from which processes get an allow-list. @default process.env */
  readonly parentEnvironment?: Readonly<Record<string, string | undefined>> | undefined;
  /** What a session is: a process, or with {@link containerSessions} a container. @default a process */
  readonly startSession?: StartSession | undefined;
  /** How sessions are watched. */
  readonly supervision?: Partial<Supervision> | undefined;
  /** How long to wait for processes. @default the service's: 15 minutes for an answer, 60 for a stream */
  readonly limits?: Partial<ForwardLimits> | undefined;
  /** Calls a second for each endpoint. @default 25, as in the service */
  readonly invocationsPerSecond?: number | undefined;
}
