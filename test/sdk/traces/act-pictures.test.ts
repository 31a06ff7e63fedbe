import { describe, expect, test } from '@jest/globals';
import { ACT_TRACE, type ActTrace, type TraceStep } from '../../../lib/contract/act-trace.ts';
import { SpoolFile } from '../../../lib/core/spool-file.ts';
import { actPage } from '../../../lib/report/act-page.ts';
import { ActPictures } from '../../../lib/sdk/traces/act-pictures.ts';

const PICTURE = `data:image/jpeg;base64,${'/9j+AAAA'.repeat(50_000)}AAA=`;
const step = (number: number, image: string): TraceStep => ({
  ...{ active_url: 'https://shop.example/', image, simplified_dom: '<p>1 €</p>', number },
  ...{ at: '2026-03-01T09:00:02.000Z', width_px: 1600, height_px: 800, program: { calls: [] } },
});
const traceOf = (images: readonly string[], prompt = 'Buy “shoes” for < 5 €'): ActTrace => ({
  ...{ ...ACT_TRACE, sdk_version: '1.2.3', prompt, status: 'SUCCEEDED' },
  steps: images.map((image, index) => step(index + 1, image)),
  metadata: {
    ...{ workflow_definition_name: 'shop', workflow_run_id: 'run', session_id: 'session', act_id: 'act' },
    ...{ prompt, num_steps_executed: images.length, start_time: 1_772_355_600, end_time: 1_772_355_690 },
    ...{ step_server_times_s: [1.5], time_worked_s: 30, human_wait_time_s: 0 },
  },
});
describe('what is written of a trace with its pictures apart', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['pictures', [PICTURE, PICTURE.replace('9j', 'AA'), PICTURE]],
    ['twelve of them', Array.from({ length: 12 }, (_, index) => `data:image/png;base64,${index}AAA`)],
    ['no step', []],
    ['none in a step', ['', PICTURE, 'step-0001.jpg']],
    ['what JSON and HTML write in another way', ['data:image/x,"<&\n€', `data:image/x,'\\`]],
  ];
  test.each(cases)('is what would be written of it whole: %s', (_, images) => {
    expectSame(images);
  });

  test.each(cases)('is the same where the disk takes nothing: %s', (_, images) => {
    expectSame(images, new ActPictures(new SpoolFile('/nowhere')));
  });

  test('is made of a text without the pictures', () => {
    using pictures = new ActPictures();
    const marked = JSON.stringify(traceOf([pictures.keep(PICTURE), pictures.keep(PICTURE)]));
    expect(marked.length).toBeLessThan(3000);
    expect(pictures.bytesOf(marked).length).toBeGreaterThan(2 * PICTURE.length);
  });

  test('is not misled by marks of others', () => {
    using others = new ActPictures();
    using pictures = new ActPictures();
    const trace = traceOf([PICTURE], `Say ${others.keep(PICTURE)}`);
    const marked = JSON.stringify(traceOf([pictures.keep(PICTURE)], trace.prompt));
    expect(textOf(pictures.bytesOf(marked))).toBe(JSON.stringify(trace));
  });

  test('is an error when they are gone, and none is kept from then on', () => {
    const pictures = new ActPictures();
    const mark = pictures.keep(PICTURE);
    pictures[Symbol.dispose]();
    expect(() => pictures.bytesOf(mark)).toThrow('What waited on the disk is not there any more.');
    expect(pictures.keep(PICTURE)).toBe(PICTURE);
  });
});

function expectSame(images: readonly string[], given = new ActPictures()): void {
  using pictures = given;
  const marked = traceOf(images.map((image) => pictures.keep(image)));
  for (const write of [actPage, JSON.stringify])
    expect(textOf(pictures.bytesOf(write(marked))) === write(traceOf(images))).toBe(true);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
