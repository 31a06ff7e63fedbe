import { describe, expect, test } from '@jest/globals';
import { ACT_TRACE, type ActTrace, type TraceStep } from '../../../lib/contract/act-trace.ts';
import { actPage } from '../../../lib/report/act-page.ts';
import { picturesApart } from '../../../lib/sdk/traces/pictures-apart.ts';

const PICTURE = `data:image/jpeg;base64,${'/9j+AAAA'.repeat(50_000)}==`;
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
  test.each([
    ['pictures', [PICTURE, `${PICTURE}AAAA`, PICTURE]],
    ['twelve of them', Array.from({ length: 12 }, (_, index) => `data:image/png;base64,${index}AAA`)],
    ['no step', []],
    ['none in a step', ['', PICTURE, 'step-0001.jpg']],
    ['what JSON and HTML write in another way', ['data:image/x,"<&\n€', `data:image/x,'\\`]],
  ])('is what would be written of it whole: %s', (_, images) => {
    const trace = traceOf(images);
    const { marked, bytesOf } = picturesApart(trace);
    for (const write of [actPage, JSON.stringify])
      expect(Buffer.from(bytesOf(write(marked))).equals(Buffer.from(write(trace)))).toBe(true);
  });

  test('is made of a text without the pictures', () => {
    const { marked } = picturesApart(traceOf([PICTURE, PICTURE]));
    expect(JSON.stringify(marked).length + actPage(marked).length).toBeLessThan(PICTURE.length);
  });

  test('is not misled by texts that look like a mark', () => {
    const { marked } = picturesApart(traceOf([PICTURE]));
    const trace = traceOf([PICTURE], `Say ${marked.steps[0]?.image}`);
    const again = picturesApart(trace);
    expect(Buffer.from(again.bytesOf(JSON.stringify(again.marked))).toString()).toBe(JSON.stringify(trace));
  });
});
