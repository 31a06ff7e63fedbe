import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The token in the environment variable that `--bearer-token-env` names. It is never told to anybody: not even what somebody
 * gives in place of a name, because that may be a token.
 *
 * @throws UsageError when there is no such variable, or no token in it
 */
export function readBearerToken(
  variable: string | undefined,
  environment: CommandContext['environment'],
): string | undefined {
  if (variable === undefined) return undefined;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,200}$/.test(variable)) {
    throw new UsageError({
      what: '--bearer-token-env was given something that is not the name of an environment variable.',
      allowed: 'Letters, digits and "_" are allowed; the token itself must not be on the command line.',
      fix: `Put the token into a variable, and name that: --bearer-token-env ${EXAMPLE}.`,
    });
  }
  const token = environment[variable] ?? '';
  const wrong = whatIsWrongWith(token);
  if (wrong === undefined) return token;
  throw new UsageError({
    what: `The environment variable ${variable} (--bearer-token-env) ${wrong}.`,
    allowed: 'A JWT has three parts with dots between them, and nothing before or after it.',
    fix: 'Get one from the identity provider that the runtime names, and export it.',
  });
}

const EXAMPLE = 'RUNTIME_TOKEN';

function whatIsWrongWith(token: string): string | undefined {
  if (token === '') return 'is not set, or empty';
  if (/^bearer\s/i.test(token)) return 'begins with "Bearer ", which is added to it';
  if (/\s/.test(token)) return 'has blanks or line ends in it';
  const parts = token.split('.');
  if (parts.length !== 3) return `has ${parts.length === 1 ? 'one part' : `${parts.length} parts`}`;
  return parts.every((part) => /^[\w-]+$/.test(part)) ? undefined : 'has other characters than a JWT';
}
