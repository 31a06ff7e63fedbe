import type { MetadataBearer, Pluggable } from '@smithy/types';
import { isRecord } from '../core/is-record.ts';
import { incompleteAnswer } from './created-id.ts';
import { operationModels } from './model.ts';
import { isOperationName } from './operations.ts';
import type { Shape } from './shape.ts';

/**
 * Refuses answers of Nova Act without the members that every one has, so that nobody reads what is not there. For commands, which
 * show all of an answer; a workflow goes on without what it does not need,
 * and has `createdId` for what it does.
 */
export const completeAnswersPlugin: Pluggable<object, MetadataBearer> = {
  applyToStack: (stack) => {
    stack.add(
      (next, { clientName, commandName = '' }) =>
        async (args) => {
          const result = await next(args);
          const operation = commandName.replace(/Command$/, '');
          if (clientName !== 'NovaActClient' || !isOperationName(operation)) return result;
          const missing = missingMember(operationModels[operation].output, result.output);
          if (missing === undefined) return result;
          throw incompleteAnswer(operation, missing);
        },
      // Outside of what sends requests again.
      { step: 'initialize', name: 'novaActCompleteAnswers', override: true },
    );
  },
};

/** Where a member is missing, such as `actSummaries[0].status`. Pure. */
export function missingMember(shape: Shape, value: unknown, at = ''): string | undefined {
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return at;
    for (const [index, item] of value.entries()) {
      const missing = missingMember(shape.item, item, `${at}[${index}]`);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }
  if (shape.kind !== 'structure') return undefined;
  const members = isRecord(value) ? value : {};
  for (const [name, member] of Object.entries(shape.members)) {
    const found = members[name];
    const place = at === '' ? name : `${at}.${name}`;
    if (found === undefined || found === null) {
      if (member.required) return place;
      continue;
    }
    const missing = missingMember(member.shape, found, place);
    if (missing !== undefined) return missing;
  }
  return undefined;
}
