import type { Question } from '../../desk/index.ts';

/** Why nobody can take over the browser of a question by a desk on AWS, in a sentence for people. */
export function whyNotOnAws(
  { channel }: Pick<Question, 'channel'>,
  { hasSignIn }: { readonly hasSignIn: boolean },
): string | undefined {
  if (channel?.kind === 'loopback')
    return 'The browser is on the machine of whoever has started the workflow; nobody can get there from here.';
  if (!hasSignIn)
    return 'Nobody can sign in at this desk, and only who has signed in may take over a browser. Its owner can add a sign-in.';
  return undefined;
}
