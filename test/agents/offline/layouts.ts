const outputScript = `<script>
document.addEventListener('click', (event) => {
  const named = event.target.closest('[data-say]');
  if (named) document.getElementById('said').textContent = named.dataset.say;
});
</script>`;

const divSoup = `<title>Soup</title>
<style>.big{font-size:32px}.row{display:flex;gap:20px}[data-say]{cursor:pointer}</style>
<div><div class="big">Tiny Teapots</div>
<div class="row"><div data-say="went home">Home</div><div data-say="went to story">Our story</div></div>
<div><div><div>Oolong pot</div><div>$18.00</div></div><div><div>Matcha bowl</div><div>$22.50</div></div><div><div>Tea whisk</div><div>$9.75</div></div></div>
<div>Name</div><input><div>Town</div><input>
<div data-say="sent it">Send now</div></div><div id="said"></div>${outputScript}`;

const planTable = `<title>Fleet</title><h1>Ships of the line</h1>
<h2>Crew</h2><table id="crew"><tr><th>Rank</th><th>Person</th></tr><tr><td>Captain</td><td>Mira Holt</td></tr><tr><td>Mate</td><td>Jon Vale</td></tr></table>
<h2>Ships</h2><table><thead><tr><th>Ship</th><th>Launched</th><th>Cost</th><th></th></tr></thead>
<tbody><tr><td>Aurora</td><td>1902-05-01</td><td>€1.250,00</td><td><button data-say="Aurora sold">Sell</button></td></tr>
<tr><td>Borealis</td><td>1911-07-19</td><td>€980,50</td><td><button data-say="Borealis sold">Sell</button></td></tr>
<tr><td>Celeste</td><td>1920-01-30</td><td>€2.400,00</td><td><button data-say="Celeste sold">Sell</button></td></tr></tbody>
<tfoot><tr><td>Sum</td><td></td><td>€4.630,50</td><td></td></tr></tfoot></table><p id="said"></p>${outputScript}`;

const cards = `<title>Books</title><header><nav><a href="#h">Home</a> <a href="#c">Contact</a></nav></header>
<main><h1>Second-hand books</h1><section><h2>On offer</h2>
<article><h3><a href="#b1">The Long Road</a></h3><p>by A. Writer</p><p><s>$20.00</s> $12.00</p><p>In stock</p><button aria-label="Add The Long Road to cart" data-say="road">Add to cart</button></article>
<article><h3><a href="#b2">Salt &amp; Stone</a></h3><p>by B. Poet</p><p>$8.40</p><p>Sold out</p><button disabled aria-label="Add Salt &amp; Stone to cart">Add to cart</button></article>
<article><h3><a href="#b3">A Quiet Sea</a></h3><p>by C. Sailor</p><p>$15.10</p><p>In stock</p><button aria-label="Add A Quiet Sea to cart" data-say="sea">Add to cart</button></article>
</section></main><footer><a href="#i">Imprint</a> <a href="#p">Privacy</a> <a href="#t">Terms</a></footer><p id="said"></p>${outputScript}`;

const ariaApp = `<title>Console</title><div role="banner"><span role="heading" aria-level="1">Control room</span></div>
<div role="tablist"><div role="tab" aria-selected="true" tabindex="0" data-say="overview tab">Overview</div><div role="tab" tabindex="0" data-say="alarms tab">Alarms</div></div>
<div role="checkbox" aria-checked="false" tabindex="0" aria-labelledby="mute" onclick="this.setAttribute('aria-checked', this.getAttribute('aria-checked') !== 'true')" style="width:20px;height:20px;border:1px solid">&nbsp;</div><span id="mute">Mute alarms</span>
<div role="switch" aria-checked="true" tabindex="0" aria-label="Night mode" onclick="this.setAttribute('aria-checked', this.getAttribute('aria-checked') !== 'true')" style="width:40px;height:20px;border:1px solid">&nbsp;</div>
<div role="table" aria-label="Pumps"><div role="row"><span role="columnheader">Pump</span> <span role="columnheader">Flow</span></div>
<div role="row"><span role="cell">North</span> <span role="cell">12 l/s</span></div><div role="row"><span role="cell">South</span> <span role="cell">7 l/s</span></div></div>
<div role="button" tabindex="0" data-say="stopped">Emergency stop</div><p id="said"></p>${outputScript}`;

const labelledForm = `<title>Join</title><h1>Join the club</h1><form onsubmit="event.preventDefault();document.body.innerHTML='<h1>Welcome, '+this.fn.value+'</h1><p>Your membership number is <b>M-'+this.fn.value.length+this.co.value+'</b>.</p><p>Plan: '+this.plan.value+'</p><p>News: '+this.news.checked+'</p>'">
<p><label for="fn">First name</label> <input id="fn" name="fn"></p><p><label for="ln">Last name</label> <input id="ln" name="ln"></p>
<p><label for="em">E-mail</label> <input id="em" name="em" type="email"></p>
<p><label for="co">Country of residence</label> <select id="co" name="co"><option value="">—</option><option value="CA">Canada</option><option value="CH">Switzerland</option></select></p>
<fieldset><legend>Plan</legend><label><input type="radio" name="plan" value="basic" checked> Basic</label><label><input type="radio" name="plan" value="gold"> Gold</label></fieldset>
<p><label><input type="checkbox" name="news" checked> Send me the newsletter</label></p>
<p><label><input type="checkbox" name="ok"> I agree to the <a href="#terms">terms of service</a></label></p>
<button type="reset">Cancel</button><button>Join</button></form>`;

const placeholders = `<title>Log in</title><div><h2>Welcome back</h2><input placeholder="Username or email"><input type="password" placeholder="Password"><button data-say="in">Log in</button><a href="#f">Forgot password?</a></div><p id="said"></p>${outputScript}`;

const icons = `<title>Mail</title><h1>Inbox</h1><button aria-label="Search" data-say="search opened" onclick="document.getElementById('box').hidden=false"><svg width="20" height="20"></svg></button>
<div id="box" hidden><input aria-label="Search mail" onkeydown="if(event.key==='Enter')document.getElementById('said').textContent='looked for '+this.value"></div>
<button title="Delete message" data-say="deleted"><svg width="20" height="20"></svg></button><a href="#s" aria-label="Settings"><svg width="20" height="20"></svg></a>
<a href="#x" data-say="logo"><img alt="Acme" width="40" height="40" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></a><p id="said"></p>${outputScript}`;

const nestedLists = `<title>Menu</title><h1>Lunch</h1><ul><li>Soups<ul><li>Leek soup – £4.20</li><li>Onion soup – £3.90</li><li>Pea soup – £4.00</li></ul></li><li>Sweets<ul><li>Plum cake – £2.50</li><li>Fig roll – £1.75</li></ul></li></ul>`;

const duplicates = `<title>Team</title><h1>Our team</h1>
<div><h2>Ada</h2><p>Email: ada@team.example</p><a href="#ada" data-say="Ada's profile">Profile</a></div>
<div><h2>Grace</h2><p>Email: grace@team.example</p><a href="#grace" data-say="Grace's profile">Profile</a></div>
<div><h2>Edith</h2><p>Email: edith@team.example</p><a href="#edith" data-say="Edith's profile">Profile</a></div><p id="said"></p>${outputScript}`;

const definitions = `<title>Order 77</title><h1>Order details</h1><dl><dt>Order number</dt><dd>#A-77-X</dd><dt>Placed on</dt><dd>4 March 2026</dd><dt>Status</dt><dd>Shipped</dd></dl>
<p>Carrier: Slow Boat Ltd</p><p><strong>Delivery address:</strong> 5 Quay Lane</p><div><span>Subtotal</span><span>$40.00</span></div><div><span>Shipping</span><span>$5.50</span></div><div><span>Order total</span><span>$45.50</span></div>
<p>Paid: yes</p>`;

const late = `<title>Late</title><h1>Weather</h1><button onclick="setTimeout(()=>{document.getElementById('days').innerHTML='<li>Monday: sun</li><li>Tuesday: rain</li><li>Wednesday: fog</li>'},1200)">Load forecast</button><ul id="days" aria-label="Forecast"></ul>`;

const tall = `<title>Tall</title><style>section{height:900px}</style><nav><a href="#contact">Contact</a></nav><h1>Long read</h1><section>One</section><section>Two</section><section>Three</section><section id="contact"><h2>Contact</h2><p>Phone: +44 20 7946 0000</p><button data-say="called">Call us</button></section><p id="said"></p>${outputScript}`;

const scroller = `<title>Inner</title><h1>Log</h1><div style="height:200px;overflow:auto;border:1px solid" id="inner"><div style="height:1500px">start</div><button data-say="end reached">Acknowledge</button></div><p id="said"></p>${outputScript}`;

const customSelect = `<title>Custom</title><h1>Seat</h1><div><span id="l">Seat class</span><div role="combobox" aria-labelledby="l" aria-expanded="false" tabindex="0" onclick="document.getElementById('opts').hidden=false" style="border:1px solid;width:150px">Choose…</div><ul role="listbox" id="opts" hidden><li role="option" onclick="document.querySelector('[role=combobox]').textContent=this.textContent;this.parentNode.hidden=true">Economy</li><li role="option" onclick="document.querySelector('[role=combobox]').textContent=this.textContent;this.parentNode.hidden=true">Business</li></ul></div>`;

const frames = `<title>Outer</title><h1>Outer page</h1><iframe srcdoc="<h2>Inner page</h2><label>Voucher <input id=v></label><button onclick='document.getElementById(&quot;o&quot;).textContent=&quot;Voucher code: &quot;+document.getElementById(&quot;v&quot;).value'>Redeem</button><p id=o></p>" width="400" height="200"></iframe>`;

const hiddenBox = `<title>Drawn</title><style>.box input{position:absolute;opacity:0;width:0;height:0}.box span{display:inline-block;padding:4px 10px;border:1px solid}</style><h1>Consent</h1><label class="box"><input type="checkbox" id="c"><span>I accept the rules</span></label><button onclick="document.getElementById('said').textContent=document.getElementById('c').checked?'accepted':'refused'">Go on</button><p id="said"></p>`;

const hotel = `<title>StayWell</title><div class="nav"><a href="#">Home</a><a href="#">Rooms</a><a href="#">Sign in</a></div><div class="wrap"><div class="hero"><h1>Find your stay</h1></div>
<div class="filters"><label>Check-in <input type="date" name="ci" onchange="document.getElementById('said').textContent='ci '+this.value"></label><label>Guests <input type="number" name="g" value="2"></label><label>Sort by <select name="sort"><option>Price</option><option>Rating</option></select></label></div>
<div class="list"><div class="hotel"><img alt="Hotel Aurora" src="data:,"><div class="body"><div class="t"><a href="#1">Hotel Aurora</a></div><div>Oslo, Norway</div><div aria-label="Rated 4.5 out of 5">★★★★½</div></div><div class="p"><span>From</span> <b>$129</b><span>/night</span><button data-say="book aurora">Book</button></div></div>
<div class="hotel"><img alt="Pension Lind" src="data:,"><div class="body"><div class="t"><a href="#2">Pension Lind</a></div><div>Graz, Austria</div><div aria-label="Rated 3.9 out of 5">★★★★</div></div><div class="p"><span>From</span> <b>$74</b><span>/night</span><button data-say="book lind">Book</button></div></div>
<div class="hotel"><img alt="Casa Mar" src="data:,"><div class="body"><div class="t"><a href="#3">Casa Mar</a></div><div>Faro, Portugal</div><div aria-label="Rated 4.8 out of 5">★★★★★</div></div><div class="p"><span>From</span> <b>$98</b><span>/night</span><button data-say="book casa">Book</button></div></div></div></div><p id="said"></p>${outputScript}`;
const admin = `<title>Admin · Users</title><aside><ul><li><a href="#d">Dashboard</a></li><li><a href="#u">Users</a></li><li><a href="#s">Settings</a></li></ul></aside><main><header><h1>Users <small>(4)</small></h1><button data-say="new user">New user</button></header><form role="search"><input type="search" placeholder="Filter users…" onkeydown="if(event.key==='Enter'){event.preventDefault();document.getElementById('said').textContent='filter '+this.value}"></form>
<table><thead><tr><th><input type="checkbox" aria-label="Select all"></th><th>Name</th><th>E-mail</th><th>Role</th><th>Last login</th><th>Actions</th></tr></thead><tbody>
<tr><td><input type="checkbox" aria-label="Select Ann Lee"></td><td><a href="#ann">Ann Lee</a></td><td>ann@corp.test</td><td>Admin</td><td>2026-01-02</td><td><button data-say="edit ann">Edit</button> <button data-say="del ann">Delete</button></td></tr>
<tr><td><input type="checkbox" aria-label="Select Bo Diaz"></td><td><a href="#bo">Bo Diaz</a></td><td>bo@corp.test</td><td>Viewer</td><td>2025-12-24</td><td><button data-say="edit bo">Edit</button> <button data-say="del bo">Delete</button></td></tr>
<tr><td><input type="checkbox" aria-label="Select Cy Young"></td><td><a href="#cy">Cy Young</a></td><td>cy@corp.test</td><td>Editor</td><td>2025-11-11</td><td><button data-say="edit cy">Edit</button> <button data-say="del cy">Delete</button></td></tr></tbody></table><p>Showing 1–3 of 4</p><nav aria-label="pagination"><a href="#p1">1</a> <a href="#p2" data-say="page two">2</a> <a href="#p2" data-say="next page">Next →</a></nav></main><p id="said"></p>${outputScript}`;
const contact = `<title>Contact us</title><h1>Get in touch</h1><form onsubmit="event.preventDefault();const f=new FormData(this);document.body.innerHTML='<h2>Thanks!</h2><p>Reference no. '+f.get('fullname').length+'-'+(f.get('topic'))+'-'+(f.get('country'))+'-'+f.getAll('chk').join('+')+'</p>'"><table><tr><td>Your name*</td><td><input name="fullname" required></td></tr><tr><td>Your e-mail*</td><td><input name="mail"></td></tr><tr><td>Country</td><td><select name="country"><optgroup label="Americas"><option value="ca">Canada</option><option value="us">United States</option></optgroup><optgroup label="Europe"><option value="fr">France</option></optgroup></select></td></tr><tr><td>Your message</td><td><textarea name="msg"></textarea></td></tr></table>
<p>Topic: <input type="radio" name="topic" value="sales" id="r1"><label for="r1">Sales</label><input type="radio" name="topic" value="help" id="r2"><label for="r2">Support</label></p><p><input type="checkbox" name="chk" value="terms" id="c1"> <label for="c1">I have read and accept the Terms &amp; Conditions</label></p><p><input type="checkbox" name="chk" value="copy"> Send me a copy</p><input type="submit" value="Send message"></form>`;
const article = `<title>The Daily – Storm hits coast</title><header><a href="#" aria-label="The Daily home">The Daily</a><nav><ul><li><a href="#w">World</a></li><li><a href="#s">Sport</a></li></ul></nav><button aria-label="Open menu" data-say="menu"></button></header><article><h1>Storm hits coast</h1><p>By <a href="#a">Rhea Stone</a> · <time>12 October 2026</time></p><p>The first paragraph tells of rain.</p><p>The second tells of wind.</p><h2>Damage</h2><p>Forty roofs.</p><h2>Help</h2><p>Call 555 0199.</p></article><aside><h2>Most read</h2><ol><li><a href="#1">Cat elected mayor</a></li><li><a href="#2">Bread is back</a></li><li><a href="#3">Rain, again</a></li></ol></aside><div role="dialog" aria-label="Cookies" style="position:fixed;bottom:0"><p>We use cookies.</p><button data-say="accepted">Accept all</button><button data-say="rejected">Reject</button></div><p id="said"></p>${outputScript}`;
const dash = `<title>Dash</title><h1>Account</h1><section aria-label="Summary"><div data-testid="balance-card"><p>Current balance</p><p>€ 2.310,55</p></div><div data-testid="points-card"><p>Points</p><p>1,204</p></div><div data-testid="status-card"><p>Status</p><p>Gold</p></div></section><h2>Transactions</h2><ul><li><span>Coffee</span><span>-€3,20</span><time>2026-03-01</time></li><li><span>Salary</span><span>€2.900,00</span><time>2026-02-28</time></li></ul><details><summary>More details</summary><p>IBAN: XX00 1234</p></details><label>Language <select><option selected>English</option><option>Français</option></select></label>`;

/** Pages written by hand, each in another style of markup. */
export const layouts = {
  divSoup,
  planTable,
  cards,
  ariaApp,
  labelledForm,
  placeholders,
  icons,
  nestedLists,
  duplicates,
  definitions,
  late,
  tall,
  scroller,
  customSelect,
  frames,
  hiddenBox,
  hotel,
  admin,
  contact,
  article,
  dash,
} as const;
