import type { Observation } from '../../../lib/browser/index.ts';

/**
 * An observation of hand-written HTML without a browser: every element gets an id and a box, one below the other,
 * unless it has its own as `data-box="x,y,width,height"`.
 */
export function observeHtml(
  html: string,
  { url = 'http://site.test/', scrollTop = 0, step = 5 } = {},
): Observation {
  const idToBboxMap: Record<string, { x: number; y: number; width: number; height: number }> = {};
  let id = 0;
  const simplifiedDOM = `<html><body>${html}</body></html>`.replace(
    /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g,
    (_, tag: string, attributes: string) => {
      id += 1;
      const own = /data-box="([^"]*)"/.exec(attributes)?.[1]?.split(',').map(Number) ?? [];
      const [x = 10, y = id * step, width = 100, height = step - 1] = own;
      idToBboxMap[id] = { x, y, width, height };
      return `<${tag} nova-act-id="${id}"${attributes}>`;
    },
  );
  return {
    activeURL: url,
    browserDimensions: {
      scrollHeight: 3_000,
      scrollWidth: 1_600,
      scrollLeft: 0,
      scrollTop,
      windowWidth: 1_600,
      windowHeight: 800,
    },
    idToBboxMap,
    screenshotBase64: 'data:image/jpeg;base64,',
    simplifiedDOM,
    timestamp_ms: 0,
    userAgent: 'test',
  };
}
