import { localSecret } from '../../../lib/local/secrets/local-secret.ts';
import { secretVariable } from '../../../lib/local/secrets/secret-values.ts';

export const SECRET_NAME = 'conformance/login';

/** A secret that a workflow names, and how local AWS gets its value. */
export const secret = {
  ...localSecret(SECRET_NAME),
  value: '{"user":"ada"}',
  variable: secretVariable(SECRET_NAME),
};
