import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { demoSitePlugin } from '../../../lib/local/demo-site/index.ts';
import { Driver } from '../../agents/offline/drive.ts';

const products = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, price: { type: 'number' } },
    required: ['name', 'price'],
  },
};

describe('the offline agent on the demo site', () => {
  let app: FastifyInstance;
  let driver: Driver;
  let base: string;
  beforeAll(async () => {
    app = fastify({ forceCloseConnections: true });
    await app.register(demoSitePlugin, { prefix: '/demo' });
    base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/demo`;
    driver = await Driver.open();
  });
  afterAll(async () => {
    await driver[Symbol.asyncDispose]();
    await app.close();
  });

  const answer = async (path: string, prompt: string, schema: unknown): Promise<unknown> => {
    await driver.actuator.goTo(`${base}${path}`);
    const { returned, thrown } = await driver.run(prompt, schema);
    expect(thrown).toBeNull();
    return JSON.parse(returned ?? 'null');
  };

  test('reads the heading', async () => {
    expect(await answer('/', 'Return the main heading of the page', { type: 'string' })).toBe(
      'Travel well, carry little',
    );
  });

  test('finds its way by links', async () => {
    expect(
      await answer('/', "Click the 'About' link, then return the value of Founded", { type: 'integer' }),
    ).toBe(1998);
  });

  test('searches and lists what it finds', async () => {
    const prompt =
      "Type 'red shoes' into the search box and press enter, then return the names and prices of all products";

    expect(await answer('/', prompt, products)).toEqual([
      { name: 'Red Trail Shoes', price: 89.5 },
      { name: 'Red City Shoes', price: 64 },
      { name: 'Red Canvas Shoes', price: 39.9 },
    ]);
  });

  test('turns pages', async () => {
    const names = await answer('/search', 'Go to page 3 and list the product names', {
      type: 'array',
      items: { type: 'string' },
    });

    expect(names).toContain('Travel Pillow');
  });

  test('fills in the form and returns the confirmation number', async () => {
    const prompt =
      "Type 'Ada Lovelace' into the name field, type 'ada@example.com' into the email field, select 'Canada' in the country list, " +
      'set the travel date to March 3, 2027, choose Double room, check the terms box and submit the form, ' +
      'then return the confirmation number, the room and the travel date';
    const schema = {
      type: 'object',
      properties: {
        confirmationNumber: { type: 'string', pattern: '^WF-' },
        room: { type: 'string' },
        travelDate: { type: 'string' },
      },
      required: ['confirmationNumber', 'room', 'travelDate'],
    };

    expect(await answer('/booking', prompt, schema)).toMatchObject({
      room: 'Double room',
      travelDate: '2027-03-03',
    });
  });

  test('counts rows, and reads one', async () => {
    expect(await answer('/destinations', 'How many rows does the table have?', { type: 'number' })).toBe(7);
    expect(await answer('/destinations', 'What is the price of Kyoto?', { type: 'number' })).toBe(1540);
  });

  test('gets a list that takes its time', async () => {
    const deals = await answer(
      '/deals',
      'Click Show deals and return the names and prices of all deals',
      products,
    );

    expect(deals).toHaveLength(4);
  });

  test('fills a basket', async () => {
    const prompt =
      'Add the first product to the basket, go to the shop, add the Red Canvas Shoes to the basket then return the total';

    expect(await answer('/', prompt, { type: 'number' })).toBe(238.9);
  });

  test('sees whether there is a button', async () => {
    expect(await answer('/', 'Is there a sign-in button?', { type: 'boolean' })).toBe(true);
  });
});
