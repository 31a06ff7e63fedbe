import { ExplainedError } from './errors.ts';

/** The port asked for is taken. */
export class PortInUseError extends ExplainedError {
  override readonly name = 'PortInUseError';
}

/** The error of a server of a command, by the port that it was to listen on. */
export function portInUse(port: number): PortInUseError {
  return new PortInUseError(
    `Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`,
  );
}
