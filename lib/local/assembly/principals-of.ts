import { isRecord } from '../../core/is-record.ts';
import { asList } from './statements-in.ts';

/**
 * Whom a trust policy lets in, beside services: ARNs, account ids, or `*`. A statement that depends on conditions, or on what is
 * not known here, lets nobody in; where something is denied, nobody is let in at all.
 *
 * @param document its functions resolved as far as they are known
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalsOf(document: unknown): readonly string[] {
  const statements = asList(isRecord(document) ? document.Statement : undefined);
  if (statements.some((statement) => !isRecord(statement) || statement.Effect !== 'Allow')) return [];
  return statements.flatMap((statement) => {
    if (!isRecord(statement) || statement.Condition !== undefined) return [];
    const { Principal: principal, Action: action } = statement;
    if (!asList(action).some((each) => each === 'sts:AssumeRole' || each === 'sts:*' || each === '*'))
      return [];
    const given = isRecord(principal) ? principal.AWS : principal;
    return asList(given).filter((each) => typeof each === 'string');
  });
}
