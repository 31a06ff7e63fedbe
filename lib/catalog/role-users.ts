import { z } from 'zod';
import { words } from './check-value.ts';
import { saidTwice } from './said-twice.ts';

/** A trust policy has 2048 characters, some 500 of which are taken. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = 10;

/**
 * Who may assume the execution role of a workflow beside AgentCore: roles, users, or all whom an account lets.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const roleUsersSchema: z.ZodType<readonly string[]> = z
  .array(
    z
      .string()
      .regex(
        /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}))$/,
      )
      .register(words, {
        what: 'is nobody who can be named here',
        allowed:
          'the ARN of a role or a user (arn:aws:iam::<account>:role/<name>, …:user/<name>), or the 12 digits of an account; no wildcards',
        fix: 'copy the ARN of the role; that of a session (arn:aws:sts::…:assumed-role/<role>/…) has the name of the role in it',
      }),
  )
  .max(MOST)
  .superRefine((list, { addIssue }) => {
    const twice = list.find((member, index) => list.indexOf(member) !== index);
    if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
  })
  .readonly()
  .register(words, {
    what: 'is not a list of those who may assume the role',
    allowed: `a list of at most ${MOST} ARNs or accounts, none of them twice; [] for nobody`,
    fix: "write it like ['arn:aws:iam::123456789012:role/Developer']",
  });
