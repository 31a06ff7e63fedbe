import { knownSecrets } from '../../contract/known-secrets.ts';
import { ValidationFailed } from '../errors.ts';

/** Refuses a prompt with a secret in it, however it is written there. @throws ValidationFailed, before anything is sent */
export function checkNoSecret(prompt: string): void {
  const name = knownSecrets.nameIn(prompt);
  if (name === undefined) return;
  throw new ValidationFailed(
    `The prompt has a value of the secret of ${name} in it, and prompts are sent to the model and kept. Nothing was sent. ` +
      "Let the agent open the page, and type the value with Playwright: `await nova.page.getByLabel('Password').fill(value)`. " +
      `If it is a part that need not be secret, such as a user name, fetch only the part that is: secret('${name}', { key: 'password' }).`,
  );
}
