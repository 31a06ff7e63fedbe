import { InvalidArgumentError, Option } from 'commander';

/** The option of commands that serve something on this machine. */
export function portOption(usualPort: number): Option {
  return new Option('--port <number>', 'port on 127.0.0.1, 0 for any free one')
    .argParser(parsePort)
    .default(usualPort);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
