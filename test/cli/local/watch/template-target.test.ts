import { expect, test } from '@jest/globals';
import { TemplateTarget } from '../../../../lib/cli/local/watch/template-target.ts';

test('that the template has to be made again is said once', async () => {
  const said: string[] = [];
  const files = ['/shop/cdk.json'];
  const target = new TemplateTarget({
    ...{ projectRoot: '/shop', files, synthesize: 'npx cdk synth' },
    say: (text) => said.push(text),
  });
  await target.refresh();
  expect(await target.refresh()).toEqual({ files });
  expect(said).toEqual([
    'The template may have changed: synthesize again ("npx cdk synth", with the options of before). What is new is deployed then.',
  ]);
});
