import { DEFINITION_NAME_PATTERN, MAX_DEFINITION_NAME_LENGTH } from '../contract/limits.ts';
import { MAX_RUNTIME_NAME_LENGTH } from './limits.ts';

/** What things of one kind may be called. */
export interface NameRule {
  /** The rule, for people who broke it, such as `must be kebab-case`. */
  readonly what: string;
  /** What is accepted, in words. */
  readonly allowed: string;
  /** A name that is accepted. */
  readonly example: string;
  /** Whether the service, and this project, take the name. */
  readonly accepts: (name: string) => boolean;
  /** The accepted name that is nearest; empty when there is none. */
  readonly near: (name: string) => string;
}

/** Of workflows in this project: part of the names of stacks, runtimes and images, and argument of commands. */
export const WORKFLOW_NAME = workflowNameRule();

/** @param maxLength at most 40, less when something will be appended */
export function workflowNameRule(maxLength = 40): NameRule {
  return nameRule({
    what: 'must be kebab-case',
    allowed: (length) =>
      `1 to ${length} characters: lower-case letters and digits in words joined by "-", a letter first; not "constructor"`,
    example: 'getting-started',
    maxLength,
    // (Nothing in the tree of constructs can have the name that every object of JavaScript has.)
    pattern: /^(?!constructor$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    change: (name) =>
      name
        .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[^a-z]+/, ''),
  });
}

/**
 * Of Nova Act workflow definitions.
 *
 * @param maxLength at most 40, less when something will be appended
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-novaact-workflowdefinition.html
 */
export function definitionNameRule(maxLength = MAX_DEFINITION_NAME_LENGTH): NameRule {
  return nameRule({
    what: 'is not a name that Nova Act accepts',
    allowed: (length) => `1 to ${length} letters, digits, "_" and "-"`,
    example: 'getting-started-workflow',
    maxLength,
    pattern: new RegExp(`^${DEFINITION_NAME_PATTERN}$`),
    change: (name) => name.replace(/[^a-zA-Z0-9_-]+/g, '-'),
  });
}

/**
 * Of AgentCore runtimes.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
 */
export const RUNTIME_NAME = nameRule({
  what: 'is not a name that AgentCore accepts',
  allowed: (length) => `a letter, then letters, digits and "_": at most ${length}`,
  example: 'getting_started',
  maxLength: MAX_RUNTIME_NAME_LENGTH,
  pattern: /^[a-zA-Z][a-zA-Z0-9_]*$/,
  change: (name) => name.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^[^a-zA-Z]+/, ''),
});

/**
 * Of profiles of AgentCore Browser.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateBrowserProfile.html
 */
export const BROWSER_PROFILE_NAME: NameRule = { ...RUNTIME_NAME, example: 'shop_sign_ins' };

/** Of versions of a runtime. @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntimeEndpoint.html */
export const RUNTIME_VERSION = /^[1-9][0-9]{0,4}$/;

/** Of scopes of tokens. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export const TOKEN_SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]{1,255}$/;

/** Of environment variables of a runtime. */
export const VARIABLE_NAME = nameRule({
  what: 'is not a variable name that AgentCore accepts',
  allowed: (length) => `1 to ${length} letters, digits and "_", not starting with a digit`,
  example: 'NAME',
  maxLength: 100,
  pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
  change: (name) => name.replace(/^\d+/, '').replace(/\W+/g, '_'),
});

/**
 * Of secrets of Secrets Manager, by name or by complete ARN. A name that looks as if it ended an ARN would be taken for
 * one in the ARN without those characters, which is all that a stack knows of a secret by its name.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const SECRET_NAME_OR_ARN: NameRule = {
  what: 'is neither a name nor a complete ARN of a secret',
  allowed:
    '1 to 512 letters, digits and "/_+=.@-", for names that end with "-" and six letters or digits the ARN with its last six characters',
  example: 'shop/api-key',
  accepts: (name) =>
    COMPLETE_SECRET_ARN.test(name) ||
    (/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name) && !/-[A-Za-z0-9]{6}$/.test(name)),
  near: () => '',
};

/** An ARN of a secret, complete or not; its group is what follows `secret:`. */
export const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:([A-Za-z0-9/_+=.@-]+)$/;
/** Complete: its groups are the name and the last six characters. */
export const COMPLETE_SECRET_ARN =
  /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:([A-Za-z0-9/_+=.@-]+)-([A-Za-z0-9]{6})$/;

function nameRule(options: {
  readonly what: string;
  readonly allowed: (maxLength: number) => string;
  readonly example: string;
  readonly maxLength: number;
  readonly pattern: RegExp;
  /** Replaces what is not allowed. */
  readonly change: (name: string) => string;
}): NameRule {
  const { what, allowed, example, maxLength, pattern, change } = options;
  const accepts = (name: string): boolean => name.length <= maxLength && pattern.test(name);
  const near = (name: string): string => {
    const changed = change(name).slice(0, maxLength).replace(/-+$/, '');
    return accepts(changed) ? changed : '';
  };
  return { what, allowed: allowed(maxLength), example, accepts, near };
}
