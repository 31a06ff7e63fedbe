/**
 * The arguments of `docker run` for one session. Pure.
 *
 * The container shares the network of this machine: local AWS listens on loopback only, and only so can both reach
 * each other without a port that others can reach. Everything else is its own, read-only or absent. Variables are
 * named here and get their values from the environment of the command, because arguments can be read by everybody.
 */
export function containerArguments(options: {
  readonly name: string;
  readonly image: string;
  readonly stateKey: string;
  readonly variables: readonly string[];
}): readonly string[] {
  const { name, image, stateKey, variables } = options;
  return [
    ...['run', '--rm', '--name', name, '--label', `${STATE_LABEL}=${stateKey}`],
    ...['--network', 'host'],
    ...['--read-only', '--tmpfs', '/tmp:rw,nosuid,nodev,mode=1777'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...LIMITS,
    // Its pings come from us, at the port that it chose itself.
    '--no-healthcheck',
    ...variables.flatMap((variable) => ['--env', variable]),
    image,
  ];
}

/** Marks the containers of one state folder, so that those of a killed local AWS can be found. */
export const STATE_LABEL = 'nova-act.local-state';

/** The limits of a session in the service: 2 vCPU, 8 GB. */
const LIMITS = ['--cpus', '2', '--memory', '8g', '--memory-swap', '8g', '--pids-limit', '2048'];
