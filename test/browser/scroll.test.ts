import { describe, expect, test } from '@jest/globals';
import { useSession } from './support/session.ts';

const session = useSession();
type Direction = 'up' | 'down' | 'left' | 'right';

async function scrolled(html: string, direction: Direction, selector = '#x'): Promise<unknown> {
  await session.actuator.goTo(session.server.page(html));
  await session.actuator.perform({ name: 'agentScroll', direction, box: '<box>300,100,310,110</box>' });
  const at = `(${selector === 'window' ? 'document.scrollingElement' : `document.querySelector('${selector}')`})`;
  return await session.page.evaluate(`[${at}.scrollLeft, ${at}.scrollTop]`);
}

const WIDE = '<div style="width:3000px;height:100px">wide</div>';

describe('scrolling for the first time', () => {
  test.each<[string, string, Direction, string, [number, number]]>([
    [
      'a body that scrolls in its window',
      '<style>html{overflow:hidden;height:100%}body{overflow:auto;height:100%;margin:0}</style><div style="height:5000px">',
      'down',
      'body',
      [0, 610],
    ],
    [
      'a box from right to left',
      `<div id=x dir=rtl style="position:absolute;top:0;left:0;width:400px;height:400px;overflow:auto">${WIDE}</div>`,
      'left',
      '#x',
      [-300, 0],
    ],
    [
      'a window from right to left',
      `<html dir=rtl>${WIDE}<div style="height:600px">`,
      'left',
      'window',
      [-1200, 0],
    ],
    [
      'a body from right to left',
      `<body dir=rtl>${WIDE}<div style="height:600px">`,
      'left',
      'window',
      [-1200, 0],
    ],
    [
      'what grows upwards',
      '<div id=x style="display:flex;flex-direction:column-reverse;height:400px;overflow:auto"><div style="flex:none;height:2000px">chat</div></div>',
      'up',
      '#x',
      [0, -300],
    ],
    [
      'what scrolls smoothly',
      '<style>html{scroll-behavior:smooth}</style><div style="height:5000px">',
      'down',
      'window',
      [0, 610],
    ],
    [
      'what keeps wheel events from others',
      '<div id=x style="height:400px;overflow:auto" onwheel="event.stopPropagation()"><div style="height:2000px">',
      'down',
      '#x',
      [0, 300],
    ],
  ])('moves %s by most of what is seen', async (_name, html, direction, selector, position) => {
    expect(await scrolled(html, direction, selector)).toEqual(position);
  });

  test.each<[string, Direction]>([
    ['<style>body{overflow:hidden}</style><div style="height:5000px">', 'down'],
    [`<div id=x dir=rtl style="width:400px;height:400px;overflow:auto">${WIDE}</div>`, 'right'],
  ])('says of %s that nothing moves', async (html, direction) => {
    await expect(scrolled(html, direction)).rejects.toMatchObject({
      message: expect.stringContaining(`Nothing can be scrolled ${direction}`),
    });
  });
});
