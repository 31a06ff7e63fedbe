import { Annotations, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { throwIfAny } from './validation/problems.ts';
import { type ClaimedName, relationOf, sameName } from './validation/unique-names.ts';

/**
 * Notes the name of a construct, and sees at synthesis that no other one of the app has it in the same account and region:
 * then it is known where all of them are, in whatever order they were made. Two that may be in the same place are a warning.
 * Names that only the deployment knows are passed over.
 *
 * @throws WorkflowConfigurationError at synthesis, with both constructs of each pair
 */
export function claimName(scope: IConstruct, claim: NameOf): void {
  if (Token.isUnresolved(claim.name)) return;
  const { root } = scope.node;
  const { claims, watched } = registryOf(root);
  claims.set(scope, claim);
  // A stage is synthesised before what comes after it, and before the app: its constructs take no warnings later on.
  const stage = stageOf(scope);
  if (watched.has(stage)) return;
  watched.add(stage);
  stage.node.addValidation({
    validate: () => {
      checkNames(stage, claims);
      return [];
    },
  });
}

/**
 * The id by which the warning is acknowledged: `Annotations.of(stack).acknowledgeWarning(SAME_NAME_WARNING)`. On a stack, or on a
 * construct of it: what is acknowledged on the app counts for warnings only that are older.
 */
export const SAME_NAME_WARNING = 'nova-act-cdk:nameMayBeTaken';

type NameOf = Pick<ClaimedName, 'kind' | 'name'>;
interface Claim {
  readonly scope: IConstruct;
  readonly claim: ClaimedName;
}
interface NameRegistry {
  readonly claims: Map<IConstruct, NameOf>;
  /** The stages that look at them. */
  readonly watched: Set<IConstruct>;
}

/** At the root of the app, where every copy of this package that the app has loaded finds it. */
const REGISTRY = Symbol.for('nova-act-cdk.names');

function registryOf(root: IConstruct & { [REGISTRY]?: NameRegistry }): NameRegistry {
  const registry = root[REGISTRY] ?? { claims: new Map(), watched: new Set() };
  if (root[REGISTRY] === undefined) Object.defineProperty(root, REGISTRY, { value: registry });
  return registry;
}

/** False for what was taken out of the tree, alone or with what it was in. */
function isInTree(scope: IConstruct): boolean {
  return scope.node.scopes.every(
    (part) => part.node.scope === undefined || part.node.scope.node.tryFindChild(part.node.id) === part,
  );
}

function checkNames(stage: IConstruct, claims: ReadonlyMap<IConstruct, NameOf>): void {
  const pairs = pairsOf(claims);
  const problems = pairs
    .filter(([one, other]) => relationOf(one.claim, other.claim) === 'same')
    .map(([one, other]) => sameName(one.claim, other.claim));
  throwIfAny('app', problems);
  for (const [one, other] of pairs) {
    if (relationOf(one.claim, other.claim) !== 'unknown') continue;
    const [here, there] = stageOf(other.scope) === stage ? [other, one] : [one, other];
    if (stageOf(here.scope) === stage) warn(here, there);
  }
}

/** All pairs of constructs that have the same name. */
function pairsOf(claims: ReadonlyMap<IConstruct, NameOf>): readonly (readonly [Claim, Claim])[] {
  const byName = new Map<string, IConstruct[]>();
  for (const [scope, { kind, name }] of claims) {
    if (!isInTree(scope)) continue;
    const key = `${kind} ${name}`;
    byName.set(key, [...(byName.get(key) ?? []), scope]);
  }
  return [...byName.values()].flatMap((scopes) => {
    if (scopes.length === 1) return [];
    const all = scopes.flatMap((scope) => {
      const claim = claims.get(scope);
      return claim === undefined ? [] : [{ scope, claim: located(scope, claim) }];
    });
    return all.flatMap((other, index) => all.slice(0, index).map((one) => [one, other] as const));
  });
}

function warn(here: Claim, there: Claim): void {
  const { kind, name } = here.claim;
  Annotations.of(here.scope).addWarningV2(
    SAME_NAME_WARNING,
    `The ${kind} ${JSON.stringify(name)} has the name of ${there.claim.path}, and AWS knows a name once in an account and region. ` +
      'If their stacks go to different ones, say so by "env", or acknowledge this warning on the stack; otherwise give one of them another name.',
  );
}

function stageOf(scope: IConstruct): IConstruct {
  return Stage.of(scope) ?? scope.node.root;
}

function located(scope: IConstruct, claim: NameOf): ClaimedName {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  const known = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);
  return {
    ...claim,
    path: scope.node.path,
    stackPath: stack.node.path,
    account: known(stack.account),
    region: known(stack.region),
  };
}
