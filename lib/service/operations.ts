/** The operations as a table for servers and tools: what travels where. */
import { type OperationModel, type OperationName, operationModels } from './model.ts';
import type { Member, MemberLocation } from './shape.ts';

/** A member of an input with its name and limits. */
export interface OperationMember extends Member {
  readonly name: string;
}

/** One operation, its input sorted by where members travel. */
export interface Operation extends OperationModel {
  readonly name: OperationName;
  readonly pathMembers: readonly OperationMember[];
  readonly queryMembers: readonly OperationMember[];
  readonly bodyMembers: readonly OperationMember[];
}

function membersIn(model: OperationModel, location: MemberLocation): readonly OperationMember[] {
  return Object.entries(model.input.members)
    .filter(([, member]) => member.location === location)
    .map(([name, member]) => ({ name, ...member }));
}

function describe(name: OperationName): Operation {
  const model: OperationModel = operationModels[name];
  return {
    name,
    ...model,
    pathMembers: membersIn(model, 'path'),
    queryMembers: membersIn(model, 'query'),
    bodyMembers: membersIn(model, 'body'),
  };
}

/** True for the name of an operation. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationModels, name);
}

/** All operations by name. */
export const operations: Readonly<Record<OperationName, Operation>> = Object.fromEntries(
  Object.keys(operationModels)
    .filter(isOperationName)
    .map((name) => [name, describe(name)]),
) as Record<OperationName, Operation>;
