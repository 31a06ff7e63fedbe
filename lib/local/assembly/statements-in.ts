import { AssemblyError } from '../../assembly/assembly-error.ts';
import { isFunction } from '../../assembly/unknowns.ts';
import { isRecord } from '../../core/is-record.ts';
import type { PolicyStatement } from '../access/role.ts';
import { type AssemblyNote, noteLine, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { MalformedStatement, readStatement } from './read-statement.ts';
import type { StackValues } from './stack-values.ts';

/**
 * The statements of a policy, and what of them is not known.
 *
 * @throws AssemblyError for a policy that IAM refuses
 */
export function statementsIn(policy: RolePolicy, values: AssemblyValues): readonly ReadStatement[] {
  const { where } = policy;
  return alternativesOf(policy.document, policy.doubt).flatMap(({ value: document, doubt }) => {
    const whole = isFunction(document) ? [document] : undefined;
    if (whole === undefined && (!isRecord(document) || document.Statement === undefined)) {
      throw malformed(where, 'a policy has to have a PolicyDocument with Statement');
    }
    if (isRecord(document) && !VERSIONS.includes(document.Version)) {
      throw malformed(
        where,
        `its Version is ${JSON.stringify(document.Version)}, and has to be "2012-10-17"`,
      );
    }
    const given = isRecord(document) ? document.Statement : undefined;
    return alternativesOf(whole ?? given, doubt).map((each, index): ReadStatement => {
      const { value } = each;
      const sid = isRecord(value) && typeof value.Sid === 'string' ? value.Sid : `statement ${index + 1}`;
      const place = { ...where, property: `${where.property} ${sid}` };
      const { statement, leftOut } = readIn(place, value);
      const unknown = [...leftOut, ...(each.doubt === undefined ? [] : [each.doubt])];
      const isDenial = statement?.effect === 'Deny';
      if (unknown.length === 0) return { statement };
      const effect = isDenial
        ? 'What it could deny there is refused here.'
        : 'What it allows there is refused here.';
      const why = `it ${whyUnknown(unknown, { values, stack: where.stack }) ?? 'is not known'}. ${effect}`;
      return {
        statement: each.doubt === undefined || isDenial ? statement : undefined,
        note: { ...policyPlace(place), what: why },
      };
    });
  });
}

/** A policy of a role, its functions resolved as far as they are known. */
export interface RolePolicy {
  readonly where: Place;
  readonly document: unknown;
  /** What is not known, if it is not known that the policy counts. */
  readonly doubt?: unknown;
}

interface Place {
  readonly stack: StackValues;
  readonly resource: string;
  readonly property: string;
}

/** That of 2008 goes without saying. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSIONS: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];

interface ReadStatement {
  readonly statement?: PolicyStatement | undefined;
  readonly note?: AssemblyNote | undefined;
}

function readIn(place: Place, value: unknown): ReturnType<typeof readStatement> {
  try {
    return readStatement(value);
  } catch (error) {
    throw error instanceof MalformedStatement ? malformed(place, error.message) : error;
  }
}

function malformed(place: Place, why: string): AssemblyError {
  const what = `IAM refuses the policy, and CloudFormation would deploy nothing: ${why}.`;
  return new AssemblyError({
    what: noteLine({ ...policyPlace(place), what }),
    fix: 'Mend the policy, and make the assembly again with "npx cdk synth --quiet".',
  });
}

/** The items of a list. Where a condition that is not known chooses, those of both sides, each in doubt. */
export function alternativesOf(
  value: unknown,
  doubt?: unknown,
): readonly { readonly value: unknown; readonly doubt?: unknown }[] {
  return asList(value).flatMap((item) => {
    const choice = isRecord(item) && isFunction(item) ? item['Fn::If'] : undefined;
    return Array.isArray(choice) ? alternativesOf(choice.slice(1).flat(), item) : [{ value: item, doubt }];
  });
}

/** Where a policy stands, as notes say it. */
export function policyPlace({ stack, resource, property }: Place): Omit<AssemblyNote, 'what'> {
  const path = stack.template.resources[resource]?.constructPath ?? resource;
  return { stackName: stack.stackName, resource: path, property };
}

/** What stands bare is a list of one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
