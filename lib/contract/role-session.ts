/**
 * How long credentials of a role last when nobody says how long, and at most where the caller is a role, too.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const ROLE_SESSION_SECONDS = 3600;
