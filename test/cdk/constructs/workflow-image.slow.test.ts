import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { NovaActWorkflow, WorkflowImage, WorkflowRepository } from '../../../lib/cdk/index.ts';
import { appProps, temporaryFolder, testStack } from '../synthesis.ts';

test('comments in the source of a workflow do not change the image', () => {
  const tagWith = (comment: string): string => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(folder, 'hello.ts'), `${comment}\nexport const main = () => 'hello';\n`);
    const { artifact } = new NovaActWorkflow(testStack(), 'Workflow', {
      entry: path.join(folder, 'hello.ts'),
      build: 'codebuild',
    });
    return artifact instanceof WorkflowImage ? artifact.imageTag : '';
  };

  expect(tagWith('// Says hello.')).toMatch(/[0-9a-f]{64}$/);
  expect(tagWith('// Says hello.')).toBe(tagWith('// Greets.\n// Politely.'));
});

test('sixty workflows share a repository', () => {
  const app = new App(appProps());
  const env = { region: 'us-east-1' };
  const foundation = new Stack(app, 'Foundation', { env });
  const repository = new WorkflowRepository(foundation, 'Repository', { repositoryName: 'images' });
  const contextDir = temporaryFolder();
  writeFileSync(path.join(contextDir, 'Dockerfile'), 'FROM scratch\n');
  const tags = Array.from({ length: 60 }, (_, index) => {
    const workflowName = `workflow-${index}`;
    const stack = new Stack(app, workflowName, { env });
    return new WorkflowImage(stack, 'Image', { workflowName, contextDir, codebuild: { repository } })
      .imageTag;
  });

  expect(app.synth().stacks).toHaveLength(61);
  expect(new Set(tags).size).toBe(60);
});
