import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { demoSitePlugin } from '../../../lib/local/demo-site/index.ts';

type Reply = { readonly status: number; readonly headers: Headers; readonly body: string };

const BOOKING = {
  name: 'Ada',
  email: 'ada@example.com',
  country: 'Canada',
  room: 'Double room',
  terms: 'yes',
};

describe('the demo site', () => {
  let app: FastifyInstance;
  let origin: string;
  beforeAll(async () => {
    app = fastify({ forceCloseConnections: true });
    await app.register(demoSitePlugin, { prefix: '/demo', dealsDelayMs: 1 });
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await app.close();
  });

  const request = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const get = async (path: string, cookie = ''): Promise<string> =>
    (await request(`/demo${path}`, { headers: { cookie } })).body;
  const post = async (path: string, fields: Record<string, string>): Promise<Reply> =>
    await request(`/demo${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  const book = async (fields: Record<string, string>): Promise<Reply> => await post('/booking', fields);
  const numberIn = (body: string): string | undefined => /id="confirmation-number">([^<]+)/.exec(body)?.[1];

  test.each([
    '/',
    '/search',
    '/products/1',
    '/basket',
    '/booking',
    '/destinations',
    '/deals',
    '/guide',
    '/about',
    '/sign-in',
  ])('%s is a page with one main heading, navigation and nothing from elsewhere', async (path) => {
    const response = await request(`/demo${path}`);

    expect(response.status).toBe(200);
    expect(response.body.match(/<h1>/g)).toHaveLength(1);
    expect(response.body).toContain('href="/demo/about">About</a>');
    expect(response.body).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('answers with and without the slash at the end', async () => {
    expect((await request('/demo')).status).toBe(200);
  });

  test('has links that all lead to a page', async () => {
    const pages = await Promise.all(
      ['/', '/search', '/products/1', '/guide', '/basket'].map((path) => get(path)),
    );
    const links = new Set(
      pages.flatMap((page) => [...page.matchAll(/href="(\/demo[^"#]*)/g)].map(([, link]) => link ?? '')),
    );

    for (const url of links) {
      expect((await request(url.replaceAll('&amp;', '&'))).status).toBe(200);
    }
  });

  describe('search', () => {
    test('finds products that have every word', async () => {
      const body = await get('/search?q=red+shoes');

      expect(body).toContain('3 results');
      expect(body).toContain('Red Trail Shoes');
      expect(body).not.toContain('Blue Harbour Shoes');
    });

    test('says when nothing fits', async () => {
      expect(await get('/search?q=submarine')).toContain('0 results');
    });

    test('has pages, and keeps to those it has', async () => {
      expect(await get('/search?page=2')).toContain('Weekend Duffel');
      expect(await get('/search?page=99')).toContain('<span aria-current="page">3</span>');
      expect(await get('/search?page=nonsense')).toContain('<span aria-current="page">1</span>');
    });

    test('shows what was typed as text, never as markup', async () => {
      const body = await get(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);

      expect(body).not.toContain('<script>alert');
    });
  });

  describe('the basket', () => {
    test('lives in a cookie', async () => {
      const added = await post('/basket', { id: '1' });
      const cookie = added.headers.get('set-cookie')?.split(';')[0];

      expect(added.status).toBe(303);
      expect(await get('/basket', cookie)).toContain('Red Trail Shoes');
      expect(await get('/basket', cookie)).toContain('$89.50');
      expect(await get('/', cookie)).toContain('Basket (1)');
      expect(await get('/')).toContain('Basket (0)');
    });

    test('takes no notice of cookies that name nothing', async () => {
      expect(await get('/basket', 'demo-basket=77.<b>.')).toContain('Your basket is empty');
    });
  });

  describe('a booking', () => {
    test('gets the same number for the same input, another for another', async () => {
      const [first, again, other] = [
        await book(BOOKING),
        await book(BOOKING),
        await book({ ...BOOKING, name: 'Grace' }),
      ];

      expect(first.status).toBe(200);
      expect(numberIn(first.body)).toMatch(/^WF-[0-9A-F]{8}$/);
      expect(numberIn(again.body)).toBe(numberIn(first.body));
      expect(numberIn(other.body)).not.toBe(numberIn(first.body));
    });

    test('with mistakes comes back filled in, with what to mend', async () => {
      const { status, body } = await book({
        name: 'Ada',
        email: 'nowhere',
        country: 'Atlantis',
        room: 'Double room',
      });

      expect(status).toBe(422);
      expect(body).toContain('Enter an email address');
      expect(body).toContain('Choose your country.');
      expect(body).toContain('Accept the terms.');
      expect(body).toContain('value="Ada"');
      expect(numberIn(body)).toBeUndefined();
    });
  });

  test('tells of pages that it does not have', async () => {
    const response = await request('/demo/products/999');

    expect(response.status).toBe(404);
    expect(response.body).toContain('Page not found');
  });
});
