/** Puts the parts of an HTTP request together as the input of an operation. Pure. */
import type { Operation, OperationMember } from '../../service/index.ts';

/** The members that the model knows, wherever they travelled. Values are still unchecked. */
export function readInput(operation: Operation, parts: RequestParts): Record<string, unknown> {
  return Object.fromEntries(
    [
      ...operation.pathMembers.map((member) => [member.name, ownValue(parts.path, member)]),
      ...operation.queryMembers.map((member) => [
        member.name,
        fromText(ownValue(parts.query, member), member),
      ]),
      ...operation.bodyMembers.map((member) => [member.name, ownValue(parts.body, member)]),
    ].filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The parts of a request, decoded but not checked. */
export type RequestParts = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
};

function ownValue(source: Readonly<Record<string, unknown>>, { name, wireName }: OperationMember): unknown {
  const key = wireName ?? name;
  return Object.hasOwn(source, key) ? source[key] : undefined;
}

/** Text that is no number stays text, for the checks to name it. */
function fromText(value: unknown, { shape }: OperationMember): unknown {
  const isInteger = shape.kind === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value);
  return isInteger ? Number(value) : value;
}
