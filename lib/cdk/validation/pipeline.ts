import { Token } from 'aws-cdk-lib';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import type { Problem } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';

/** Checks where a pipeline takes its code from and what it calls. */
export function checkPipeline(options: {
  readonly where: string;
  readonly source: PipelineSource;
  readonly catalog: readonly WorkflowCatalogEntry[];
  readonly smokeTest: string;
}): Problem[] {
  const { where, source, catalog, smokeTest } = options;
  const names = catalog.map(({ name }) => name);
  const near = didYouMean(smokeTest, names);
  return [
    ...checkText(`${where}.source.connectionArn`, source.connectionArn, {
      pattern: CONNECTION,
      allowed: 'arn:aws:codeconnections:<region>:<account>:connection/<id>',
      fix: 'make a connection in the console (Developer Tools, Settings, Connections) and copy its ARN',
    }),
    ...checkText(`${where}.source.repository`, source.repository, {
      pattern: REPOSITORY,
      allowed: '<owner>/<name>',
      fix: 'write the owner, a slash and the name of the repository',
    }),
    ...checkText(`${where}.source.branch`, source.branch, {
      pattern: BRANCH,
      allowed: 'letters, digits, "_", ".", "-" and "/"',
      fix: 'give the name of a branch, such as "main"',
    }),
    ...checkText(`${where}.smokeTest`, smokeTest, {
      pattern: { test: (name) => names.includes(name) },
      allowed: names.join(', ') || 'nothing: the catalog is empty',
      fix: near ? `did you mean "${near}"?` : 'name a workflow of the catalog',
    }),
  ];
}

/** A branch of a repository, and the connection through which a pipeline reads it. */
export interface PipelineSource {
  /** The ARN of a CodeConnections connection. */
  readonly connectionArn: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
}

const CONNECTION =
  /^arn:aws[a-z-]*:code(connections|star-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/;
const REPOSITORY = /^[\w.-]+(\/[\w.-]+)+$/;
// These become part of a shell command of the pipeline: no white space, no quotes, nothing that a shell knows.
const BRANCH = /^[\w./-]+$/;

function checkText(
  where: string,
  value: string,
  rule: { readonly pattern: Pick<RegExp, 'test'>; readonly allowed: string; readonly fix: string },
): Problem[] {
  if (Token.isUnresolved(value) || rule.pattern.test(value)) return [];
  return [
    { where, what: 'cannot be used', got: JSON.stringify(value), allowed: rule.allowed, fix: rule.fix },
  ];
}
