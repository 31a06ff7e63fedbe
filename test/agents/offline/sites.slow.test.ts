import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Sites } from './sites.ts';
import { ANSWERS, DEEDS, UNANSWERABLE } from './sites-cases.ts';

describe('the agent on pages as real sites make them', () => {
  let sites: Sites;
  beforeAll(async () => {
    sites = await Sites.open();
  });
  afterAll(async () => {
    await sites[Symbol.asyncDispose]();
  });

  test.each(ANSWERS)('answers on %s: %s', async (page, prompt, schema, answer) => {
    const { returned, thrown } = await sites.ask(page, prompt, schema);

    expect(thrown).toBeNull();
    expect(JSON.parse(returned ?? 'null')).toEqual(answer);
  });

  test.each(DEEDS)('acts on %s: %s', async (page, prompt, said, state) => {
    const { thrown } = await sites.act(page, prompt);

    expect(thrown).toBeNull();
    expect(await sites.said()).toEqual(said);
    expect(await sites.evaluate(state)).toBe(true);
  });

  test.each(UNANSWERABLE)('says on %s that there are many: %s', async (page, prompt, schema) => {
    const { thrown } = await sites.ask(page, prompt, schema);

    expect(thrown).toContain('the page has several different ones, say of which');
  });

  test('goes to a page and returns its title', async () => {
    const { returned } = await sites.act('frame', 'Go to http://site.test/docs and return the title', {
      type: 'string',
    });

    expect(returned).toBe('"Installation | Quiver"');
  });
});
