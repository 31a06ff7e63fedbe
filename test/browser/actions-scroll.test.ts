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

describe('scrolling', () => {
  const scroll = (direction: 'up' | 'down' | 'left' | 'right', at = '100,100,900,900'): Promise<unknown> =>
    session.actuator.perform({ name: 'agentScroll', direction, box: at });

  test('moves the window by 75 % of its size, there and back', async () => {
    const page = await session.show('<div style="height:5000px;width:9000px">tall and wide</div>');
    await scroll('down');
    await scroll('right');
    expect(await page.evaluate('[scrollX, scrollY]')).toEqual([1200, 610]);
    await scroll('up');
    await scroll('left');
    expect(await page.evaluate('[scrollX, scrollY]')).toEqual([0, 0]);
  });

  test('moves the inner list under the box, then says that its end is reached', async () => {
    const page = await session.show(
      `<div id=x style="overflow:auto;height:200px"><div style="height:330px">list</div></div>`,
    );
    await scroll('down', await session.box('#x'));
    await expect(scroll('down', await session.box('#x'))).rejects.toEqual(
      expect.objectContaining({ message: expect.stringContaining('its end') }),
    );
    expect(await page.evaluate('x.scrollTop')).toBe(130);
  });

  test('moves the page around a frame that cannot scroll itself', async () => {
    session.server.route('/small', 'small');
    const page = await session.show(
      `<iframe id=x style="height:300px" src="/small"></iframe><div style="height:5000px"></div>`,
    );
    await scroll('down', await session.box('#x'));
    expect(Number(await page.evaluate('scrollY'))).toBeGreaterThan(500);
  });

  test('leaves it to a page that handles the wheel itself', async () => {
    const page = await session.show(`<body style="height:700px;overflow:hidden"><script>
      addEventListener('wheel', e => { e.preventDefault(); document.title = 'zoomed'; }, { passive: false })</script>`);
    await scroll('down');
    expect(await page.title()).toBe('zoomed');
  });
});
