import {
  CodeBuildStep,
  CodePipelineSource,
  type FileSet,
  type IFileSetProducer,
  type Step,
} from 'aws-cdk-lib/pipelines';
import type { PipelineStage } from '../pipeline-stages.ts';
import type { PipelineSource } from '../validation/pipeline.ts';

/** How a pipeline gets its source, and what it makes of it: checked, tested, and synthesized with the pipeline itself. */
export function pipelineSynth(options: {
  readonly source: PipelineSource;
  readonly build: string | undefined;
  readonly stages: readonly PipelineStage[];
}): { readonly input: IFileSetProducer; readonly synth: IFileSetProducer } {
  const { repository, branch, connectionArn } = options.source;
  const input = filesOf(CodePipelineSource.connection(repository, branch, { connectionArn }));
  const synth = new SynthStep('Synth', {
    primaryOutputDirectory: 'cdk.out',
    input,
    installCommands: ['npm ci'],
    commands: ['npm run check', 'npm test', `npx cdk synth --quiet ${contextOf(options)}`],
  });
  return { input, synth };
}

/** A step that certainly hands on files. (Any other step is not a producer under `exactOptionalPropertyTypes`.) */
class SynthStep extends CodeBuildStep {
  override get primaryOutput(): FileSet {
    const output = super.primaryOutput;
    if (output === undefined) throw new TypeError('The synthesis has no output directory.');
    return output;
  }
}

/** What a step hands on. (A step may have none, and so is not a producer under `exactOptionalPropertyTypes`.) */
function filesOf({ primaryOutput }: Step): IFileSetProducer {
  return primaryOutput === undefined ? {} : { primaryOutput };
}

/** The pipeline synthesises itself, so it must hand over what it was made with. */
function contextOf(options: {
  readonly source: PipelineSource;
  readonly build: string | undefined;
  readonly stages: readonly PipelineStage[];
}): string {
  const { connectionArn, repository, branch } = options.source;
  // Where environments say how they are built, a value for all would take that from them.
  const isSaid = options.stages.some(({ environment }) => environment.build !== undefined);
  const build = options.build ?? (isSaid ? undefined : 'codebuild');
  return Object.entries({ build, connection: connectionArn, repository, branch })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `-c ${key}=${value}`)
    .join(' ');
}
