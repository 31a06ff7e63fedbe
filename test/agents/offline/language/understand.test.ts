import { describe, expect, test } from '@jest/globals';
import { understand } from '../../../../lib/agents/offline/language/understand.ts';
import { spell } from '../spell.ts';

/** In the notation of `spell`: `[words:kind#ordinal] in [place]`, ⏎ for Enter, ? for questions. */
const UNDERSTOOD: readonly (readonly [string, readonly string[]])[] = [
  ['Return the main heading of the page', ['heading?']],
  ["Click the 'About' link", ['click [About:link]']],
  ["Type 'red shoes' into the search box and press enter", ['fill [search:field] = red shoes ⏎']],
  ['Search for red shoes', ['search red shoes']],
  ["Select 'Canada' in the country list", ['select [Canada] of [country:list]']],
  ['Check the terms box and submit the form', ['check [terms:field]', 'submit']],
  ["Scroll down until you see 'Contact'", ['scroll-until down [Contact]']],
  ['Go to https://example.com/a,b?c=d and return the title', ['goto https://example.com/a,b?c=d', 'title?']],
  ['Return the names and prices of all products', ['collect? names+prices of products']],
  ['How many rows does the table have?', ['count? [:row] in [:table]']],
  ['Is there a sign-in button?', ['exists? [sign-in:button]']],
  [
    "Type 'Ada Lovelace' into the name field, type 'ada@example.com' into the email field, select 'Canada' in the country list, check the terms box and submit the form, then return the confirmation number",
    [
      'fill [name:field] = Ada Lovelace',
      'fill [email:field] = ada@example.com',
      'select [Canada] of [country:list]',
      'check [terms:field]',
      'submit',
      'value? confirmation number',
    ],
  ],
  ['Open /demo/about, then tell me the main heading', ['goto /demo/about', 'heading?']],
  [
    'Please click on “Sign in”, wait 2 seconds and then give me the page title',
    ['click [Sign in]', 'wait 2', 'title?'],
  ],
  [
    'Fill in the email field with ada@example.com and press Enter',
    ['fill [email:field] = ada@example.com ⏎'],
  ],
  ['Set the quantity to 3', ['fill [quantity] = 3']],
  [
    "Fill out the form with name 'Ada', email 'ada@x.org' and message \"Hello, and goodbye\"",
    ['fill [name] = Ada', 'fill [email] = ada@x.org', 'fill [message] = Hello, and goodbye'],
  ],
  ["search for 'rock and roll', then click the first result", ['search rock and roll', 'click [:item#1]']],
  [
    "Enter 'rock, paper and scissors' into the search box",
    ['fill [search:field] = rock, paper and scissors'],
  ],
  ["Click the second 'Add to basket' button", ['click [Add to basket:button#2]']],
  ['Add the first product to the basket', ['click [add to basket:button] in [:item#1]']],
  [
    "Add 'Blue Mug' to the cart and go to the basket",
    ['click [add to cart:button] in [Blue Mug]', 'click [basket]'],
  ],
  ["What is the price of the 'Blue Mug'?", ['value? price of [Blue Mug]']],
  ['What is the price of the first product?', ['value? price of [:item#1]']],
  ['Tell me how many links are in the footer', ['count? [:link] in [footer]']],
  ['Is the newsletter checkbox checked?', ['checked? [newsletter:checkbox]']],
  ['Does the page have a table?', ['exists? [:table]']],
  ['List all headings', ['collect?  of headings']],
  ['List all rows', ['collect?  of rows']],
  ['Return the title, then click About and return the main heading', ['title?', 'click [About]', 'heading?']],
  [
    "1. Go to localhost:8080/x\n2. Click 'Next'\n3. Return the confirmation number",
    ['goto localhost:8080/x', 'click [Next]', 'value? confirmation number'],
  ],
  ['- type foo in name\n- hit enter', ['fill [name] = foo ⏎']],
  ['Return the name and list price of the second product', ['value? name+list price of [:item#2]']],
  ["Hover over the 'Products' menu and click 'Shoes'", ['hover [Products:list]', 'click [Shoes]']],
  ['Uncheck the newsletter box', ['uncheck [newsletter:field]']],
  ['Scroll to the bottom of the page', ['scroll-end down']],
  ['Scroll down twice', ['scroll down', 'scroll down']],
  ["Select the 'Express' radio button", ['select [Express:radio]']],
  ['choose Express as the delivery option', ['select [Express] of [delivery:option]']],
  ['open the Reviews tab', ['click [Reviews:tab]']],
  ['Return whether the page has a sign-in button', ['exists? [sign-in:button]']],
  ['Return the price of the cheapest product', ['value? price of [:item!lowest-price]']],
  ['Go to page 2 and list the product names', ['click [2]', 'collect? names of product']],
  ['Type "it\'s 5 o\'clock" in the note field', ["fill [note:field] = it's 5 o'clock"]],
  ["Type 'don't stop' in the note field", ["fill [note:field] = don't stop"]],
  ["What's the first row's price?", ['value? price of [:row#1]']],
  ["Double-click the 'Edit' button", ['left-double [Edit:button]']],
  ['go back', ['back']],
  ['tick I agree to the Terms of Service', ['check [I agree to the Terms of Service]']],
  ['Select Trinidad and Tobago in the country list', ['select [Trinidad and Tobago] of [country:list]']],
  ['Accept the cookies', ['click [Accept] in [cookies]']],
  ['Return the date of birth', ['value? date of [birth]']],
  ["Make sure the page contains 'Thank you'", ['verify exists? [Thank you]']],
  ['get the text of the error message', ['text? [error:text]']],
  ['Return the text of the second paragraph', ['text? [:text#2]']],
  ['how many options are in the country list?', ['count? [:option] in [country:list]']],
  ['Return the total', ['value? total']],
  ['click the link labelled “More info”', ['click [More info:link]']],
  ['Click the button with the text "Go"', ['click [Go:button]']],
  [
    'Wait for the results to appear, then count the items',
    ['wait-for [results:item]', 'count? [items:item]'],
  ],
  ["Enter 'Ada' as the name and 42 as the age", ['fill [name] = Ada', 'fill [age] = 42']],
  ['Click the search icon', ['click [search:button]']],
  ['Return the email address shown in the footer', ['value? email address of [footer]']],
  [
    'Search for red shoes and tell me how many results there are',
    ['search red shoes', 'count? [results:item]'],
  ],
  ['Return the confirmation number, room and travel date', ['value? confirmation number+room+travel date']],
  ['return its name, price and rating', ['value? name+price+rating']],
  ["Enter 'a' in the first name field", ['fill [name:field#1] = a']],
  ["Type 'x' in the message", ['fill [message] = x']],
  ['Return the value of the email field', ['text? [email:field]']],
  ['please click the "About" link.', ['click [About:link]']],
  ['Click on ‘Sign in’', ['click [Sign in]']],
  ['Tap the Menu button', ['click [Menu:button]']],
  ['follow the "Read more" link', ['click [Read more:link]']],
  ['press the Submit button', ['click [Submit:button]']],
  ['Open the first search result', ['click [:item#1]']],
  ['Click the last link in the footer', ['click [:link#-1] in [footer]']],
  ["Click the 'Delete' button next to 'Draft 2'", ['click [Delete:button] in [Draft 2]']],
  ['Click Terms of service', ['click [Terms of service]']],
  ['Click the "Save, then close" button', ['click [Save, then close:button]']],
  ["Click 'Yes and continue'", ['click [Yes and continue]']],
  ["Double click the 'Edit' button", ['left-double [Edit:button]']],
  ['right-click the first image', ['right [:image#1]']],
  ['Type “red shoes” into the search field, and press Enter', ['fill [search:field] = red shoes ⏎']],
  ['Enter hello world in the message box', ['fill [message:field] = hello world']],
  ['Write `a, b and c` into the Notes field then hit return', ['fill [Notes:field] = a, b and c ⏎']],
  ["In the 'City' field, type Paris", ['fill [City:field] = Paris']],
  ['Fill in the email field with ada@example.com', ['fill [email:field] = ada@example.com']],
  ["Fill 'Ada' into the name field", ['fill [name:field] = Ada']],
  ['Set country to Canada', ['fill [country] = Canada']],
  ['Change the quantity to 3', ['fill [quantity] = 3']],
  ['Clear the search box', ['fill [search:field] = ']],
  [
    "Type 'a' into the first name field and 'b' into the last name field",
    ['fill [name:field#1] = a', 'fill [name:field#-1] = b'],
  ],
  [
    'Select "Trinidad and Tobago" from the Country dropdown',
    ['select [Trinidad and Tobago] of [Country:select]'],
  ],
  ['Choose the Express delivery option', ['select [Express delivery:option]']],
  ['Pick the second option in the size list', ['select [:option#2] of [size:list]']],
  ["uncheck 'Remember me'", ['uncheck [Remember me]']],
  ["Tick the box labelled 'I agree'", ['check [I agree:field]']],
  ['Accept the terms and conditions', ['check [terms and conditions:checkbox]']],
  ["Hover over 'Products'", ['hover [Products]']],
  ['Scroll up', ['scroll up']],
  ["scroll down until the 'Load more' button is visible", ['scroll-until down [Load more:button]']],
  ["Scroll to the 'Reviews' section", ['scroll-until any [Reviews:section]']],
  ['Wait 3 seconds', ['wait 3']],
  ['wait half a second', ['wait 0.5']],
  ["wait until you see 'Done'", ['wait-for [Done]']],
  ['Go to www.example.com and tell me the title of the page', ['goto www.example.com', 'title?']],
  ['Visit "https://example.org/path?a=1&b=2"', ['goto https://example.org/path?a=1&b=2']],
  ['Navigate to /demo/about', ['goto /demo/about']],
  ['What is the title?', ['title?']],
  ["What's the main heading?", ['heading?']],
  ["Give me the text of the 'Notice' heading", ['text? [Notice:heading]']],
  ['how many products are there on the page?', ['count? [products:item]']],
  ['Count the links in the navigation', ['count? [:link] in [navigation]']],
  ['Return the number of unread messages', ['count? [unread:text]']],
  ["Is the 'Subscribe' checkbox checked?", ['checked? [Subscribe:checkbox]']],
  ['Are there any error messages?', ['exists? [error:text]']],
  ["Does the page mention 'free delivery'?", ['exists? [free delivery]']],
  ['Return whether there is a "Log out" link', ['exists? [Log out:link]']],
  ['Tell me if the Submit button is disabled', ['disabled? [Submit:button]']],
  ['Get the names, prices and ratings of all hotels', ['collect? names+prices+ratings of hotels']],
  ['Return the first 3 product names', ['collect? names of product first 3']],
  ['Extract all table rows', ['collect?  of table rows']],
  ['List the prices', ['collect? prices of ']],
  ['What is the price of the second product?', ['value? price of [:item#2]']],
  ['Return the email address of Grace Hopper', ['value? email address of [Grace Hopper]']],
  ['Can you see a cookie banner?', ['exists? [cookie banner]']],
  [
    "First click 'Start', next click 'Continue', and finally return the main heading",
    ['click [Start]', 'click [Continue]', 'heading?'],
  ],
  [
    'Search for "salt and pepper" and open the first result, then tell me its price',
    ['search salt and pepper', 'click [:item#1]', 'value? price'],
  ],
  ["Verify that the page contains 'Welcome' and click 'Next'", ['verify exists? [Welcome]', 'click [Next]']],
  ['Go back', ['back']],
  ["Click the 'Next' button. Then return the title. ", ['click [Next:button]', 'title?']],
  [
    "Return the heading then click 'About' then return the heading",
    ['heading?', 'click [About]', 'heading?'],
  ],
  [
    "Open example.com/login?next=/a, type 'ada' into user, and press enter",
    ['goto example.com/login?next=/a', 'fill [user:item] = ada ⏎'],
  ],
  ['Return the name of the first product and its price', ['value? name+price of [:item#1]']],
  ["Return the product's price", ['value? price of [product:item]']],
  ['Return the "Order total" value', ['value? Order total']],
  [
    'Click “Add to cart”; go to the cart; return the total',
    ['click [Add to cart]', 'click [cart]', 'value? total'],
  ],
  ['Return the second row', ['value? second row']],
  ['Return the links in the footer', ['collect?  of links in [footer]']],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['Write me a poem about shoes', 'Write me a poem about shoes'],
  ['search for rock and roll', 'search for rock and roll'],
  ['Search for shoes twice', 'Search for shoes twice'],
  ['Type the text below into the field', 'Type the text below into the field'],
  ["Type today's date into the date field", "Type today's date into the date field"],
  ['Type that into the name field', 'Type that into the name field'],
  ['Type password into the password field', 'Type password into the password field'],
  [
    'Enter the username "keli" and the password "3hI" into the text fields',
    'Enter the username "keli" and the password "3hI" into the text fields',
  ],
  ['Click this link', 'Click this link'],
  ['Click any link', 'Click any link'],
  ['Click it', 'Click it'],
  ['Click the other one', 'Click the other one'],
  ['Click About and sing a song', 'Click About and sing a song'],
  ['Solve the captcha and click Submit', 'Solve the captcha'],
  ['press tab', 'press tab'],
  ['If there is a popup close it', 'If there is a popup close it'],
  ['Return the names of all products under $50', 'Return the names of all products under $50'],
  ['Click all the checkboxes', 'Click all the checkboxes'],
  ['Type hello', 'Type hello'],
  ['Drag the slider to 50', 'Drag the slider to 50'],
  ["Click 'About' and summarise the page", 'summarise the page'],
  ['Take a screenshot', 'Take a screenshot'],
  ['Press Escape', 'Press Escape'],
  ['Click every link', 'Click every link'],
  ['Return all products that cost less than $20', 'Return all products that cost less than $20'],
  ["Type 'x'", "Type 'x'"],
  ['Press enter', 'Press enter'],
  ["Log in with user 'ada' and password 'x'", "Log in with user 'ada' and password 'x'"],
  ["Click 'A' unless 'B' is visible", "Click 'A' unless 'B' is visible"],
  ['Repeat this three times', 'Repeat this three times'],
  ['Order me a pizza', 'Order me a pizza'],
  ['Search for shoes and buy the cheapest one', 'buy the cheapest one'],
  ['Click the link and email it to Bob', 'Click the link and email it to Bob'],
  ['What do you think of this page?', 'What do you think of this page'],
  ['Set guests to 3 and sort by rating', 'sort by rating'],
  ["If the basket is empty, click 'Shop'", 'If the basket is empty'],
];

/** Refused as a whole, with the clause that was not understood. */
describe('understand', () => {
  test.each(UNDERSTOOD)('%s', (prompt, expected) => {
    const result = understand(prompt);

    expect(result.clauses.map(({ intent }) => spell(intent))).toEqual(expected);
    expect(result.understood).toBe(true);
  });

  describe('when a clause means nothing to the agent', () => {
    test.each(REFUSED)('%s', (prompt, unknown) => {
      const result = understand(prompt);

      expect(result).toMatchObject({ understood: false, unknown });
    });
  });

  test('says what it understood before the clause it did not', () => {
    const result = understand("Click 'About' and then whistle a tune");

    expect(result.understood).toBe(false);
    expect(result.clauses.map(({ words }) => words)).toEqual(["Click 'About'"]);
  });

  test('refuses an empty prompt', () => {
    expect(understand('  ').understood).toBe(false);
  });

  test.each([
    ['sentences', "Click 'a'. "],
    ['commas', 'search for x, set y, list z, '],
    ['quotes', "'"],
  ])('reads long prompts of %s in a moment', (_, piece) => {
    const start = performance.now();

    understand(`${piece.repeat(10_000 / piece.length - 5)} whistle a tune`);

    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('does not swallow a sentence that it does not understand', () => {
    expect(understand("Click 'Save'. Whistle a tune.")).toMatchObject({
      understood: false,
      unknown: 'Whistle a tune',
    });
  });
});
