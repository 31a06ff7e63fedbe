/**
 * Limits of the services that more than one side of a wire goes by.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
 */

/** Largest payload of an invocation and of its answer: 100 MB. */
export const MAX_PAYLOAD_BYTES = 100_000_000;
/**
 * Most values in a payload: each object, list, text, number, name of a member. JSON of more takes seconds to read, in which
 * the host answers no ping; a limit of ours.
 */
export const MAX_PAYLOAD_VALUES = 500_000;
/** How deep a payload or an answer may be nested; a limit of ours, far below where readers of JSON give up. */
export const MAX_JSON_DEPTH = 1000;

/** Shortest id of a runtime session; a UUID has 36 characters. */
export const MIN_SESSION_ID_LENGTH = 33;
/** Longest id of a runtime session. */
export const MAX_SESSION_ID_LENGTH = 256;

/** Longest name of a Nova Act workflow definition. */
export const MAX_DEFINITION_NAME_LENGTH = 40;
/** What a name of a workflow definition is made of, whole, as the service model writes it. */
export const DEFINITION_NAME_PATTERN = `[a-zA-Z0-9_-]{1,${MAX_DEFINITION_NAME_LENGTH}}`;
const DEFINITION_NAME = new RegExp(`^${DEFINITION_NAME_PATTERN}$`);

/** True for what may be the name of a workflow definition. */
export function isDefinitionName(text: string): boolean {
  return DEFINITION_NAME.test(text);
}

/** Longest description of a workflow definition. */
export const MAX_DEFINITION_DESCRIPTION_LENGTH = 4000;

/** Longest key prefix below which the data of runs is exported. */
export const MAX_EXPORT_PREFIX_LENGTH = 100;
/** What such a prefix is made of, whole. */
export const EXPORT_PREFIX_PATTERN = "[a-zA-Z0-9!\\-_.*'()]+(?:/[a-zA-Z0-9!\\-_.*'()]+)*";

/** Whether Nova Act accepts this as a key prefix below which the data of runs is exported. */
export function isExportPrefix(text: string): boolean {
  return text.length <= MAX_EXPORT_PREFIX_LENGTH && new RegExp(`^${EXPORT_PREFIX_PATTERN}$`).test(text);
}

/** Longest text of one kind in a request, in characters: a task with its schema, the description of a tool, the message of an error. */
export const MAX_TEXT_LENGTH = 10_000;

/** What the name of a region is made of, whole. */
export const REGION_PATTERN = '[a-z]{2}(?:-[a-z]+)+-[0-9]+';

/** How long one question how an invocation is going waits for its end; the next one follows at once. */
export const WAIT_SECONDS = 20;
