import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Observation } from '../../../lib/browser/index.ts';
import { Driver } from './drive.ts';
import { layouts } from './layouts.ts';

const string = { type: 'string' };
const number = { type: 'number' };
const boolean = { type: 'boolean' };
const object = (properties: Record<string, unknown>): unknown => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const listOf = (items: unknown): unknown => ({ type: 'array', items });

type Answer = readonly [page: keyof typeof layouts, prompt: string, schema: unknown, answer: unknown];
type Deed = readonly [page: keyof typeof layouts, prompt: string, outcome: string];

const ANSWERS: readonly Answer[] = [
  ['divSoup', 'Return the main heading of the page', string, 'Tiny Teapots'],
  [
    'divSoup',
    'Return the names and prices of all products',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Oolong pot', price: 18 },
      { name: 'Matcha bowl', price: 22.5 },
      { name: 'Tea whisk', price: 9.75 },
    ],
  ],
  ['divSoup', 'What is the price of the Matcha bowl?', number, 22.5],
  ['divSoup', 'How many products are there?', number, 3],
  ['planTable', 'How many rows does the ships table have?', number, 3],
  ['planTable', 'How many rows does the crew table have?', number, 2],
  [
    'planTable',
    'List all ships with their costs',
    listOf(object({ ship: string, launched: string, cost: number })),
    [
      { ship: 'Aurora', launched: '1902-05-01', cost: 1250 },
      { ship: 'Borealis', launched: '1911-07-19', cost: 980.5 },
      { ship: 'Celeste', launched: '1920-01-30', cost: 2400 },
    ],
  ],
  ['planTable', 'Return the launch date of Celeste', string, '1920-01-30'],
  [
    'cards',
    'Return title, price and whether in stock of all books',
    listOf(object({ title: string, price: number, inStock: boolean })),
    [
      { title: 'The Long Road', price: 12, inStock: true },
      { title: 'Salt & Stone', price: 8.4, inStock: false },
      { title: 'A Quiet Sea', price: 15.1, inStock: true },
    ],
  ],
  [
    'cards',
    'Return the title, author and price of each book',
    listOf(object({ title: string, author: string, price: number })),
    [
      { title: 'The Long Road', author: 'A. Writer', price: 12 },
      { title: 'Salt & Stone', author: 'B. Poet', price: 8.4 },
      { title: 'A Quiet Sea', author: 'C. Sailor', price: 15.1 },
    ],
  ],
  ['cards', 'How many links are in the footer?', number, 3],
  ['cards', 'Is there a sign-in button?', boolean, false],
  ['cards', 'Is there a link to the privacy page?', boolean, true],
  ['cards', 'What is the price of The Long Road?', number, 12],
  ['cards', 'Return the name of the cheapest book', string, 'Salt & Stone'],
  ['ariaApp', 'Return the main heading', string, 'Control room'],
  ['ariaApp', 'Is night mode on?', boolean, true],
  ['ariaApp', 'How many rows does the table have?', number, 2],
  [
    'ariaApp',
    'Return all pumps',
    listOf(object({ pump: string, flow: number })),
    [
      { pump: 'North', flow: 12 },
      { pump: 'South', flow: 7 },
    ],
  ],
  ['labelledForm', 'How many options are in the country list?', number, 3],
  ['labelledForm', 'Is the newsletter checkbox checked?', boolean, true],
  [
    'labelledForm',
    "Type 'Ada' into the first name field, enter Lovelace as the last name, set email to ada@x.org, select 'Canada' in the country list, choose the Gold plan, uncheck the newsletter, tick the terms box and submit the form, then return the membership number and the plan",
    object({ membershipNumber: string, plan: { enum: ['basic', 'gold'] } }),
    { membershipNumber: 'M-3CA', plan: 'gold' },
  ],
  ['placeholders', 'Is there a forgot password link?', boolean, true],
  [
    'nestedLists',
    'Return the names and prices of all soups',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Leek soup', price: 4.2 },
      { name: 'Onion soup', price: 3.9 },
      { name: 'Pea soup', price: 4 },
    ],
  ],
  ['nestedLists', 'How many soups are there?', number, 3],
  ['nestedLists', 'What is the price of the fig roll?', number, 1.75],
  ['duplicates', 'Return the email of Edith', string, 'edith@team.example'],
  [
    'duplicates',
    'Return the names and emails of all people',
    listOf(object({ name: string, email: string })),
    [
      { name: 'Ada', email: 'ada@team.example' },
      { name: 'Grace', email: 'grace@team.example' },
      { name: 'Edith', email: 'edith@team.example' },
    ],
  ],
  [
    'definitions',
    'Return the order number, status and order total',
    object({ orderNumber: string, status: string, orderTotal: number }),
    { orderNumber: '#A-77-X', status: 'Shipped', orderTotal: 45.5 },
  ],
  ['definitions', 'Return the delivery address', string, '5 Quay Lane'],
  [
    'definitions',
    'Extract the order',
    object({
      order_number: string,
      placed_on: string,
      paid: boolean,
      tracking: { anyOf: [string, { type: 'null' }] },
      totals: object({ subtotal: number, shipping: number }),
    }),
    {
      order_number: '#A-77-X',
      placed_on: '4 March 2026',
      paid: true,
      tracking: null,
      totals: { subtotal: 40, shipping: 5.5 },
    },
  ],
  [
    'late',
    'Click Load forecast and list all items',
    listOf(string),
    ['Monday: sun', 'Tuesday: rain', 'Wednesday: fog'],
  ],
  ['tall', "Scroll down until you see 'Contact', then return the phone number", string, '+44 20 7946 0000'],
  ['frames', "Type 'X1' into the voucher field, click Redeem and return the voucher code", string, 'X1'],
  [
    'hotel',
    'Return the names, prices and ratings of all hotels',
    listOf(object({ name: string, price: number, rating: number })),
    [
      { name: 'Hotel Aurora', price: 129, rating: 4.5 },
      { name: 'Pension Lind', price: 74, rating: 3.9 },
      { name: 'Casa Mar', price: 98, rating: 4.8 },
    ],
  ],
  ['hotel', 'What is the rating of Casa Mar?', number, 4.8],
  ['hotel', 'Return the value of the guests field', number, 2],
  [
    'admin',
    'Return all users',
    listOf(object({ name: string, email: string, role: { enum: ['Admin', 'Viewer', 'Editor'] } })),
    [
      { name: 'Ann Lee', email: 'ann@corp.test', role: 'Admin' },
      { name: 'Bo Diaz', email: 'bo@corp.test', role: 'Viewer' },
      { name: 'Cy Young', email: 'cy@corp.test', role: 'Editor' },
    ],
  ],
  ['admin', "Return the email of the user 'Cy Young'", string, 'cy@corp.test'],
  [
    'contact',
    "Type 'Ada Lovelace' into the name field, type 'ada@example.com' into the email field, select 'Canada' in the country list, choose Support, check the terms box and submit the form, then return the reference number",
    string,
    '12-help-ca-terms',
  ],
  ['article', 'Return the author', string, 'Rhea Stone'],
  [
    'article',
    'Return the most read articles',
    listOf(string),
    ['Cat elected mayor', 'Bread is back', 'Rain, again'],
  ],
  ['article', 'How many most read articles are there?', number, 3],
  ['dash', 'Return the current balance', number, 2310.55],
  ['dash', 'How many points do I have?', number, 1204],
  ['dash', 'Click More details and return the IBAN', string, 'XX00 1234'],
];

/** What the page says afterwards, somewhere. */
const DEEDS: readonly Deed[] = [
  ['divSoup', "Click 'Our story'", 'went to story'],
  ['divSoup', 'Type Ada in the name field, type Bern in the town field and click Send now', 'sent it'],
  ['planTable', "Click the 'Sell' button in the row for Borealis", 'Borealis sold'],
  ['cards', "Add 'A Quiet Sea' to the cart", '>sea<'],
  [
    'ariaApp',
    'Check the mute alarms box and turn off night mode',
    'aria-checked="false" tabindex="0" aria-label="Night mode"',
  ],
  ['icons', "Click 'Delete message'", 'deleted'],
  ['icons', 'Click the logo', '>logo<'],
  ['duplicates', "Click the 'Profile' link for Grace", "Grace's profile"],
  ['tall', 'Click the Call us button', 'called'],
  ['scroller', 'Click Acknowledge', 'end reached'],
  ['hiddenBox', 'Check the rules box and click Go on', 'accepted'],
  ['hotel', 'Click the Book button of the best rated hotel', 'book casa'],
  ['hotel', 'Set the check-in date to May 4, 2026', 'ci 2026-05-04'],
  ['admin', 'Go to the next page', 'next page'],
  ['article', 'Open the menu', '>menu<'],
];

describe('the agent in a real browser, on pages it was not made for', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await Driver.open();
  });
  afterAll(async () => {
    await driver[Symbol.asyncDispose]();
  });

  /** Pages as first seen: questions that need no action are answered from these. */
  const seen = new Map<keyof typeof layouts, Observation>();
  const firstSight = async (page: keyof typeof layouts): Promise<Observation> => {
    const known = seen.get(page);
    if (known !== undefined) return known;
    await driver.show(layouts[page]);
    const observation = await driver.look();
    seen.set(page, observation);
    return observation;
  };

  test.each(ANSWERS)('answers on %s: %s', async (page, prompt, schema, answer) => {
    const observation = await firstSight(page);
    const acts = /^(?:click|type|scroll|set)/i.test(prompt);
    if (acts) await driver.show(layouts[page]);

    const { returned, thrown } = await driver.run(prompt, schema, acts ? undefined : observation);

    expect(thrown).toBeNull();
    expect(JSON.parse(returned ?? 'null')).toEqual(answer);
  });

  test.each(DEEDS)('acts on %s: %s', async (page, prompt, outcome) => {
    await driver.show(layouts[page]);

    const { thrown } = await driver.run(prompt);

    expect(thrown).toBeNull();
    const { simplifiedDOM } = await driver.actuator.observe();
    expect(simplifiedDOM).toContain(outcome);
  });

  test.each([3, 190])('finds row %i of a large page from the middle of it', async (wanted) => {
    const rows = Array.from(
      { length: 200 },
      (_row, n) => `<tr><td>${n}</td><td><a href="#">a</a></td><td><button>Buy no. ${n}</button></td></tr>`,
    );
    await driver.show(
      `<table>${rows.join('')}</table><script>onclick = ({ target }) => { document.title = target.textContent }</script>`,
    );
    const page = driver.actuator.page();
    await page.evaluate('scrollTo(0, 2500)');

    const { thrown } = await driver.run(`Click 'Buy no. ${wanted}'`);

    expect(thrown).toBeNull();
    expect(await page.title()).toBe(`Buy no. ${wanted}`);
  });

  test('scrolls until the section is in view', async () => {
    await driver.show(layouts.tall);

    const { actions } = await driver.run("Scroll down until you see 'Contact'");

    expect(new Set(actions.map(({ name }) => name))).toEqual(new Set(['agentScroll']));
    const box = await driver.actuator.page().getByRole('heading', { name: 'Contact' }).boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(driver.actuator.page().viewportSize()?.height ?? 800);
  });
});
