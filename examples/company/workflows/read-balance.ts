import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NovaAct, workflow } from 'nova-act-cdk';
import { z } from 'zod';

/** An account is named by digits only: its text becomes part of a prompt. */
const Payload = z.strictObject({ account: z.string().regex(/^\d{6,12}$/) });
const Login = z.strictObject({ user: z.string(), password: z.string() });
const Balance = z.strictObject({ currency: z.string().length(3), amount: z.number() });

/** Returns the balance of `payload.account`. */
export const main = workflow({ definitionName: 'read-balance', payload: Payload }, async ({ account }) => {
  const { user, password } = Login.parse(await login());
  await using nova = await NovaAct.start({ startingPage: process.env.PORTAL ?? '' });
  // Typed by the program: the model never sees it.
  await nova.page.getByLabel('User').fill(user);
  await nova.page.getByLabel('Password').fill(password);
  await nova.act('Click the "Sign in" button');
  const { data } = await nova.actGet(`Return the balance of the account ${account}`, Balance);
  return { account, ...data };
});

/** The variable has the ARN of the secret. */
async function login(): Promise<unknown> {
  const { SecretString = '{}' } = await new SecretsManagerClient().send(
    new GetSecretValueCommand({ SecretId: process.env.PORTAL_LOGIN_ARN }),
  );
  return JSON.parse(SecretString);
}
