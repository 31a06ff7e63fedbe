import { type Environment, Token } from 'aws-cdk-lib';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { type NamedSettings, workflowSettingsOf } from '../../catalog/workflow-settings.ts';
import { type Problem, show } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import { type PipelineStage, unknownPlaces } from '../pipeline-stages.ts';

/** Checks where a pipeline takes its code from, where it deploys, and what it calls. */
export function checkPipeline(options: {
  readonly where: string;
  readonly source: PipelineSource;
  readonly catalog: readonly WorkflowCatalogEntry[];
  readonly smokeTest: string | false;
  readonly stages: readonly PipelineStage[];
  /** Where the pipeline is, as far as that is known. */
  readonly place: Environment;
}): Problem[] {
  const { where, source } = options;
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
    ...checkPlaces(options),
    ...checkSmokeTest(options),
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
  return [{ where, what: 'cannot be used', got: show(value), allowed: rule.allowed, fix: rule.fix }];
}

/** What must be known of the places, and how workflows are built there. */
function checkPlaces(options: {
  readonly stages: readonly PipelineStage[];
  readonly place: Environment;
}): Problem[] {
  const { stages, place } = options;
  const builds = stages.filter(({ build }) => build === 'docker');
  return [
    ...(stages.length === 0
      ? [
          {
            where: 'settings.environments',
            what: 'has none that a pipeline deploys',
            got: 'pipeline: false everywhere',
            allowed: 'at least one environment without it',
            fix: 'leave "pipeline: false" out of one of them',
          },
        ]
      : []),
    ...unknownPlaces(stages, place).map((part) => ({
      where: `settings.pipeline.${part}`,
      what: 'must be known, because stages are in accounts or regions that may be others',
      got: 'nothing',
      allowed: part === 'account' ? '12 digits' : 'the name of a region',
      fix: `say it there (pipeline: { ${part} }), or synthesise with credentials of the pipeline's account`,
    })),
    ...builds.map(({ name }) => ({
      where: `settings.environments.${name}.build`,
      what: 'is not one that a pipeline has: the CodeBuild image that it runs on has no Docker',
      got: '"docker"',
      allowed: 'codebuild, zip',
      fix: 'say "codebuild", which makes the same image',
    })),
  ];
}

/** A workflow of the catalog that a pipeline can call in every stage. */
function checkSmokeTest(options: {
  readonly where: string;
  readonly catalog: readonly WorkflowCatalogEntry[];
  readonly smokeTest: string | false;
  readonly stages: readonly PipelineStage[];
}): Problem[] {
  const { catalog, smokeTest, stages } = options;
  const where = `${options.where}.smokeTest`;
  if (smokeTest === false) return [];
  const names = catalog.map(({ name }) => name);
  const near = didYouMean(smokeTest, names);
  const entryOf = (name: string): NamedSettings => catalog.find((entry) => entry.name === name) ?? { name };
  const withTokens = (name: string): readonly string[] =>
    stages
      .filter(({ environment }) => workflowSettingsOf(environment, entryOf(name)).authorizer)
      .map((stage) => stage.name);
  const places = withTokens(smokeTest);
  return [
    ...checkText(where, smokeTest, {
      pattern: { test: (name) => names.includes(name) },
      allowed: names.join(', ') || 'nothing: the catalog is empty',
      fix: near ? `did you mean "${near}"?` : 'name a workflow of the catalog',
    }),
    ...(places.length === 0
      ? []
      : [
          {
            where,
            what: `has an authorizer in ${places.join(', ')}: callers show a token, and the AWS SDK, with which the pipeline calls, can only sign`,
            got: JSON.stringify(smokeTest),
            allowed: ['false', ...names.filter((name) => withTokens(name).length === 0)].join(', '),
            fix: 'name another workflow, or say "smokeTest: false", which calls none',
          },
        ]),
  ];
}
