import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../../core/html.ts';
import { basketCookie, readBasket } from './basket.ts';
import { problemsOf, readBooking } from './booking.ts';
import { layout, type Site } from './layout.ts';
import { bookingPage, confirmationPage } from './pages/booking.ts';
import { aboutPage, DEALS_SCRIPT, dealsPage, destinationsPage, guidePage, signInPage } from './pages/read.ts';
import { basketPage, homePage, productPage, searchPage } from './pages/shop.ts';
import { dollars, findProduct, products } from './products.ts';
import { DEMO_SITE_STYLE } from './style.ts';

export type DemoSiteOptions = {
  /** How long the list of deals takes to answer, in milliseconds. Default 1500. */
  readonly dealsDelayMs?: number | undefined;
};

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/**
 * A small shop for trying out workflows without the internet. Register it with a prefix:
 * `app.register(demoSitePlugin, { prefix: '/demo' })`. It keeps no state: the basket is a cookie.
 */
export async function demoSitePlugin(app: FastifyInstance, options: DemoSiteOptions = {}): Promise<void> {
  const base = app.prefix;
  const dealsDelayMs = options.dealsDelayMs ?? 1_500;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, new URLSearchParams(String(body)));
    },
  );

  const siteFor = (request: FastifyRequest): Site => ({
    base,
    basketCount: readBasket(request.headers.cookie).length,
  });
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    content: (site: Site) => Html,
  ): FastifyReply => {
    const site = siteFor(request);
    return reply
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(layout(site, title, content(site)));
  };

  app.get('/', (request, reply) => send(request, reply, 'Travel shop', homePage));
  app.get('/search', (request, reply) => {
    const query = queryOf(request);
    const text = (query.get('q') ?? '').trim().slice(0, 200);
    const page = Number.parseInt(query.get('page') ?? '1', 10) || 1;
    return send(request, reply, text === '' ? 'All products' : `Search: ${text}`, (site) =>
      searchPage(site, text, page),
    );
  });
  app.get<{ Params: { id: string } }>('/products/:id', (request, reply) => {
    const product = findProduct(request.params.id);
    if (product === undefined) return notFound(request, reply);
    return send(request, reply, product.name, (site) => productPage(site, product));
  });

  app.get('/basket', (request, reply) =>
    send(request, reply, 'Basket', (site) => basketPage(site, readBasket(request.headers.cookie))),
  );
  app.post('/basket', (request, reply) => {
    const product = findProduct(formOf(request).get('id') ?? '');
    if (product === undefined) return notFound(request, reply);
    const items = [...readBasket(request.headers.cookie), product];
    return reply
      .header('set-cookie', basketCookie(items, base === '' ? '/' : base))
      .redirect(`${base}/basket`, 303);
  });
  app.post('/basket/empty', (_request, reply) =>
    reply.header('set-cookie', basketCookie([], base === '' ? '/' : base)).redirect(`${base}/basket`, 303),
  );

  app.get('/booking', (request, reply) =>
    send(request, reply, 'Book a trip', (site) => bookingPage(site, null, [])),
  );
  app.post('/booking', (request, reply) => {
    const booking = readBooking(formOf(request));
    const problems = problemsOf(booking);
    if (problems.length === 0)
      return send(request, reply, 'Booking confirmed', () => confirmationPage(booking));
    return send(request, reply.code(422), 'Book a trip', (site) => bookingPage(site, booking, problems));
  });

  app.get('/destinations', (request, reply) => send(request, reply, 'Destinations', destinationsPage));
  app.get('/about', (request, reply) => send(request, reply, 'About', aboutPage));
  app.get('/guide', (request, reply) => send(request, reply, 'Guide', guidePage));
  app.get('/sign-in', (request, reply) => send(request, reply, 'Sign in', signInPage));
  app.get('/deals', (request, reply) => send(request, reply, 'Deals', dealsPage));
  app.get('/deals.json', async () => {
    await new Promise((resolve) => setTimeout(resolve, dealsDelayMs));
    return products
      .slice(5, 9)
      .map(({ name, price }) => ({ name, price: dollars(Math.round(price * 80) / 100) }));
  });
  app.get('/deals.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(DEALS_SCRIPT));
  app.get('/site.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(DEMO_SITE_STYLE));

  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    send(
      request,
      reply.code(404),
      'Not found',
      (site) => html`<h1>Page not found</h1><p><a href="${site.base}/">Back to the shop</a></p>`,
    );
  app.setNotFoundHandler(notFound);
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://localhost').searchParams;
}

function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}
