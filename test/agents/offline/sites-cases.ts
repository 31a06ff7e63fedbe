const string = { type: 'string' };
const number = { type: 'number' };
const boolean = { type: 'boolean' };
const object = (properties: Record<string, unknown>): unknown => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const listOf = (items: unknown): unknown => ({ type: 'array', items });

type Question = readonly [page: string, prompt: string, schema: unknown];
type Answer = readonly [...question: Question, answer: unknown];
/** `said`: what was clicked and sent, in order. `state`: JavaScript that is true afterwards. */
type Deed = readonly [page: string, prompt: string, said: readonly string[], state: string];

const ANY = 'true';

export const ANSWERS: readonly Answer[] = [
  ['shop-grid', 'Return the main heading of the page', string, 'Running Shoes'],
  [
    'shop-grid',
    'Return the names and prices of all products',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Fell Ranger GTX', price: 99 },
      { name: 'Tempo Light 3', price: 129.5 },
      { name: 'Cadence Zero', price: 85 },
      { name: 'Marathon Pro Carbon', price: 1250 },
    ],
  ],
  ['shop-grid', 'Is there a sign-in button?', boolean, true],
  ['shop-grid', 'What is the price of the Tempo Light 3?', number, 129.5],
  ['bootstrap-form', 'Return the main heading of the page', string, 'Checkout form'],
  [
    'bootstrap-form',
    'Return the names and prices of all products',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Desk lamp', price: 12 },
      { name: 'Paper tray', price: 8 },
      { name: 'Stapler', price: 5 },
    ],
  ],
  ['bootstrap-form', 'Return the total', number, 20],
  ['bootstrap-form', 'Is there a sign-in button?', boolean, false],
  ['material', 'Return the main heading of the page', string, 'Plan your trip'],
  ['material', 'Is there a sign-in button?', boolean, true],
  ['gov-form', 'Return the main heading of the page', string, 'Your details'],
  ['gov-form', 'How many checkboxes are there?', number, 3],
  ['gov-form', 'Is there a sign-in button?', boolean, false],
  ['wiki', 'Return the main heading of the page', string, 'Lake Orvane'],
  ['wiki', 'How many rows does the table of villages have?', number, 4],
  ['wiki', 'What is the population of Sulvaz?', number, 389],
  ['wiki', 'Return the max. depth', string, '143 m (469 ft)'],
  [
    'wiki',
    'Return the names and populations of all villages',
    listOf(object({ name: string, population: number })),
    [
      { name: 'Brenna', population: 1204 },
      { name: 'Sulvaz', population: 389 },
      { name: 'Torrigny', population: 2750 },
      { name: 'Vessin', population: 97 },
    ],
  ],
  [
    'wiki',
    'Return the second paragraph',
    string,
    'The lake freezes over in most winters and is used for skating.',
  ],
  ['docs', 'Return the main heading of the page', string, 'Installation'],
  ['docs', 'How many rows does the table have?', number, 3],
  ['docs', 'What is the default of the port option?', number, 3000],
  ['docs', 'Return the version', string, '4.2.x'],
  [
    'news',
    'Return the headlines of all latest articles',
    listOf(string),
    ['Schools to open later in autumn', 'Record catch for herring fleet', 'Museum returns stolen bell'],
  ],
  [
    'news',
    'Return the most read articles',
    listOf(string),
    [
      'Ten walks along the coast',
      'Who owns the pier?',
      'The last lighthouse keeper',
      'Why gulls steal chips',
    ],
  ],
  ['news', 'Is there a sign-in button?', boolean, true],
  ['news', 'Return the author of Museum returns stolen bell', string, 'Tim Ray'],
  [
    'news',
    'Return the title, author and date of all latest articles',
    listOf(object({ title: string, author: string, date: string })),
    [
      { title: 'Schools to open later in autumn', author: 'Omar Bell', date: '14 July 2026' },
      { title: 'Record catch for herring fleet', author: 'Liv Sand', date: '13 July 2026' },
      { title: 'Museum returns stolen bell', author: 'Tim Ray', date: '12 July 2026' },
    ],
  ],
  ['pricing', 'Return the main heading of the page', string, 'Plans for teams of every size'],
  [
    'pricing',
    'Return the names and prices of all plans',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Starter', price: 0 },
      { name: 'Team', price: 12 },
      { name: 'Business', price: 49 },
    ],
  ],
  ['pricing', 'How many rows does the table have?', number, 3],
  ['pricing', 'What is the price of the Team plan?', number, 12],
  ['pricing', 'Is there a sign-in button?', boolean, true],
  [
    'booking',
    'Return the names and prices of all apartments',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Haus Erika', price: 1299 },
      { name: 'Villa Sonne', price: 2450 },
      { name: 'Studio Mole', price: 640 },
    ],
  ],
  ['booking', 'How many rows does the table have?', number, 3],
  [
    'booking',
    'Return the names and prices of all day trips',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Island cruise', price: 24.5 },
      { name: 'Tea garden visit', price: 3800 },
      { name: 'Old town walk', price: 0 },
    ],
  ],
  ['booking', 'What is the cleaning fee of Villa Sonne?', number, 120],
  ['booking', 'Return the booking reference', string, 'SB-20931'],
  [
    'blog',
    'Return the second paragraph',
    string,
    'Then I learned that my kitchen was simply too cold for the starter.',
  ],
  ['blog', 'Return the date of the article', string, 'February 11, 2026'],
  ['blog', 'Return the author', string, 'Hana Brook'],
  [
    'blog',
    'Return all recent posts',
    listOf(string),
    ['Rye without fear', 'My favourite tins', 'Focaccia Friday'],
  ],
  ['blog', 'How many comments are there?', number, 2],
  ['login', 'Is there a sign-in button?', boolean, true],
  ['login', 'Return the main heading of the page', string, 'Sign in to Gitbarn'],
  ['login', 'Return the error message', string, 'Incorrect username or password.'],
  ['spa-list', 'Return the main heading of the page', string, 'Inbox'],
  [
    'definitions',
    'Return the order number and status',
    object({ orderNumber: string, status: string }),
    { orderNumber: '70-2231', status: 'Out for delivery' },
  ],
  ['definitions', 'Return the grand total', number, 28.45],
  [
    'definitions',
    'Return the names and prices of all items',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Enamel mug, blue', price: 9 },
      { name: 'Tea towel', price: 6.5 },
    ],
  ],
  ['two-search', 'How many rows does the table have?', number, 3],
  ['cookie-nav', 'Return the main heading of the page', string, 'Gentle dentistry in Hove'],
  ['shadow', 'Return the main heading of the page', string, 'Late night mix'],
  ['frame', 'How many rows does the table have?', number, 2],
  ['frame', 'Return the fee of the Student card', number, 2.5],
  [
    'bakery',
    'Return the names and prices of all products',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Pain au levain', price: 5.4 },
      { name: 'Croissant', price: 1.3 },
      { name: 'Gâteau pour 20', price: 1050 },
      { name: 'Tarte aux prunes', price: 18 },
    ],
  ],
  ['bakery', 'Is there a sign-in button?', boolean, false],
  [
    'job-app',
    'Return the second paragraph',
    string,
    'We offer a company van, six weeks of leave and a decent canteen.',
  ],
  ['team-app', 'How many rows does the table have?', number, 2],
  [
    'team-app',
    'Return the owner and budget of Website relaunch',
    object({ owner: string, budget: number }),
    { owner: 'Sam Ito', budget: 12500 },
  ],
  ['magazine', 'Return the main heading of the page', string, 'The Slow Return of the Night Train'],
  ['magazine', 'Return the date of the article', string, 'May 8, 2026'],
  [
    'magazine',
    'Return the second paragraph',
    string,
    'Ten years ago the same train left with two carriages and eleven passengers.',
  ],
  ['magazine', 'Return the author', string, 'Oona Reed'],
  [
    'magazine',
    'Return the titles and authors of all articles',
    listOf(object({ title: string, author: string })),
    [
      { title: 'A hut above the clouds', author: 'Leo Katz' },
      { title: 'Ferries worth missing a plane for', author: 'Ida Holm' },
      { title: 'The last toll bridge', author: 'Sol Vega' },
    ],
  ],
  [
    'hotel-detail',
    'Return the names and prices of all rooms',
    listOf(object({ name: string, price: number })),
    [
      { name: 'Garden double', price: 142 },
      { name: 'Roof suite', price: 1120 },
      { name: 'Single', price: 64 },
    ],
  ],
  ['hotel-detail', 'How many rows does the table have?', number, 3],
  ['hotel-detail', 'Return the rating', number, 8.9],
];

/** No answer is right: the page has many, different ones. */
export const UNANSWERABLE: readonly Question[] = [['bakery', 'Return the price', number]];

export const DEEDS: readonly Deed[] = [
  ['shop-grid', 'Search for red shoes', ['submit q=red shoes'], ANY],
  [
    'shop-grid',
    "Select 'Price, low to high' in the sort by list",
    [],
    "document.querySelector('#SortBy').value==='price-ascending'",
  ],
  [
    'bootstrap-form',
    'Check the terms box and submit the form',
    [
      'submit billing firstName=&lastName=&email=&address=&address2=&country=&state=&zip=&terms=on&pay=credit',
    ],
    ANY,
  ],
  [
    'material',
    "Select 'Business' in the cabin class list",
    [],
    "document.getElementById('cabin-val').textContent==='Business'",
  ],
  [
    'material',
    'Turn on direct flights only, then click Search flights',
    ['search'],
    "direct.getAttribute('aria-checked')==='true'",
  ],
  [
    'material',
    "Type 'Oslo' into the From field, type 'Rome' into the To field and choose One way",
    [],
    "document.querySelector('[name=from]').value==='Oslo'&&document.querySelector('[name=to]').value==='Rome'&&document.querySelectorAll('[role=radio]')[1].getAttribute('aria-checked')==='true'",
  ],
  [
    'gov-form',
    "Type '5' into the day field, type '11' into the month field, type '1990' into the year field, choose Scotland, check the phone box, type 'QQ123456C' into the National Insurance number field and submit the form",
    ['submit day=5&month=11&year=1990&where=scotland&by=phone&nino=QQ123456C&more='],
    ANY,
  ],
  ['wiki', 'Search for glaciers', ['submit search=glaciers'], ANY],
  ['docs', "Click 'Yes'", ['fb yes'], ANY],
  [
    'pricing',
    'Choose Annually, then click Contact sales',
    ['link /contact'],
    "document.querySelector('[value=annually]').checked",
  ],
  ['booking', "Click 'Book' for Studio Mole", ['book mole'], ANY],
  [
    'login',
    "Type 'ada' into the username field, type 'pw1' into the password field, check remember me and click Sign in",
    ['submit login login=ada&password=pw1&remember=on'],
    ANY,
  ],
  ['spa-list', 'Archive the message from Ben Okoye', ['archive ben'], ANY],
  [
    'two-search',
    "Type 'Keller' into the member search box and press enter",
    ['submit members member=Keller&section=All sections'],
    ANY,
  ],
  ['cookie-nav', "Click the 'About' link", ['reject', 'link /about'], ANY],
  ['cookie-nav', 'Accept all cookies, open the menu, then click About', ['accept', 'link /about'], ANY],
  ['shadow', "Click the 'About' link", ['link /about'], ANY],
  [
    'shadow',
    "Select '5 stars' in the rating list, type 'Lovely' into the review field, check the public box and submit the form",
    ['submit rate stars=5&text=Lovely&public=on'],
    ANY,
  ],
  [
    'frame',
    "Type 'K-12' into the card number field, select 'Harbour' in the home branch list, check the terms box and submit the form",
    ['submit renew card=K-12&branch=Harbour&terms=on'],
    ANY,
  ],
  [
    'bakery',
    'Add the Croissant to the cart, then return the main heading of the page',
    ['add croissant'],
    ANY,
  ],
  [
    'job-app',
    "Type 'Ada Byron' into the full name field, type 'ada@b.org' into the e-mail field, select 'Canada' in the country list, check the terms box and submit the form",
    ['submit apply name=Ada Byron&email=ada@b.org&country=CA&years=&letter=&terms=on'],
    ANY,
  ],
  ['team-app', "Click the 'About' link", ['link /about'], ANY],
  ['team-app', 'Delete the Mobile app project', ['del mob'], ANY],
  ['hotel-detail', 'Search for Porto', ['submit dest where=Porto&in='], ANY],
];
