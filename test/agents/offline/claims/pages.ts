const post = (who: string, text: string, id: string): string =>
  `<article><p><b>${who}</b></p><p>${text}</p><button id="like-${id}">Like</button><button id="reply-${id}">Reply</button><button id="share-${id}">Share</button></article>`;
const feed = `<title>Feed</title><header><a id="home" href="/">Chirp</a><input id="find" type="search" placeholder="Search Chirp"></header>
<main><h1>Home</h1>${post('@bob', 'Ask @lacus what she thinks.', 'bob')}${post('@lacus', 'New poem out now', 'lacus')}${post('@kim', 'Who is up?', 'kim')}</main>
<aside><h2>Trending</h2><ul><li><a href="/t/1">Tea</a></li><li><a href="/t/2">Rain</a></li></ul><button id="follow">Follow @zoe</button></aside>`;

const message = (from: string, subject: string, id: string): string =>
  `<li><input type="checkbox" id="tick-${id}" aria-label="Select message from ${from}"><b>${from}</b><a id="open-${id}" href="/m/${id}">${subject}</a><button id="star-${id}" aria-label="Star"></button></li>`;
const mail = `<title>Mail</title><nav><ul><li><a id="inbox" href="/in">Inbox 3</a></li><li><a id="sent" href="/sent">Sent</a></li><li><a id="drafts" href="/drafts">Drafts</a></li></ul></nav>
<main><h1>Inbox</h1><div role="toolbar"><button id="archive">Archive</button><button id="delete" disabled>Delete</button><button id="write">New message</button></div>
<ul aria-label="Messages">${message('Ada Hill', 'Lunch on Friday', 'ada')}${message('Ben Ross', 'Invoice 12', 'ben')}${message('Cleo Marsh', 'Invoice 13', 'cleo')}</ul></main>`;

const day = (n: number): string => `<td><button id="day-${n}">${n}</button></td>`;
const calendar = `<title>May 2026</title><h1>May 2026</h1><button id="prev" aria-label="Previous month"></button><button id="next" aria-label="Next month"></button>
<table aria-label="May"><tr><th>Mon</th><th>Tue</th><th>Wed</th></tr><tr>${day(4)}${day(5)}${day(6)}</tr><tr>${day(11)}${day(12)}${day(13)}</tr></table>
<section><h2>Today</h2><button id="add-today">Add event</button><ul><li>09:00 Stand-up</li><li>13:00 Lunch with Ola</li></ul></section>
<section><h2>Tomorrow</h2><button id="add-tomorrow">Add event</button><ul><li>10:30 Dentist</li></ul></section>`;

const user = (name: string, mailbox: string, role: string, state: string, id: string): string =>
  `<tr><td><input type="checkbox" id="tick-${id}" aria-label="Select ${name}"></td><td>${name}</td><td>${mailbox}</td><td>${role}</td><td>${state}</td><td><button id="edit-${id}">Edit</button><button id="remove-${id}">Delete</button></td></tr>`;
const admin = `<title>Users</title><nav><a id="dash" href="/d">Dashboard</a><a id="users" href="/u">Users</a></nav><main><h1>Users</h1>
<div><label for="role">Role</label><select id="role"><option selected>Any</option><option>Admin</option><option>Viewer</option></select><label for="q">Name contains</label><input id="q"><button id="apply">Apply filters</button><button id="bulk">Delete selected</button></div>
<table><thead><tr><th></th><th>Name</th><th>E-mail</th><th>Role</th><th>Status</th><th></th></tr></thead><tbody>${user('Ann Lee', 'ann@corp.test', 'Admin', 'Active', 'ann')}${user('Bo Diaz', 'bo@corp.test', 'Viewer', 'Not active', 'bo')}${user('Cy Young', 'cy@corp.test', 'Viewer', 'Active', 'cy')}</tbody></table>
<p>Showing 1–3 of 40</p><nav aria-label="Pages"><a id="p1" href="?p=1">1</a><a id="p2" href="?p=2">2</a><a id="pn" href="?p=2">Next</a></nav></main>`;

const settings = `<title>Settings</title><h1>Settings</h1><p>Click Save to keep your changes. Delete account is at the end.</p>
<section><h2>Profile</h2><label for="nick">Display name</label><input id="nick" value="Ada"><label for="bio">About you</label><textarea id="bio"></textarea><button id="save-profile">Save</button></section>
<section><h2>Notifications</h2><div role="switch" id="mails" tabindex="0" aria-checked="true" aria-label="E-mail notifications"></div><div role="switch" id="push" tabindex="0" aria-checked="false" aria-label="Push notifications"></div><label><input type="checkbox" id="digest" checked>Weekly digest</label><button id="save-notes">Save</button></section>
<section><h2>Appearance</h2><label for="theme">Theme</label><select id="theme"><option selected>Light</option><option>Dark</option></select></section><button id="close">Close account</button>`;

const checkout = `<title>Checkout</title><h1>Checkout</h1><form><fieldset><legend>Billing address</legend><label for="b-name">Full name</label><input id="b-name"><label for="b-city">City</label><input id="b-city"></fieldset>
<fieldset><legend>Shipping address</legend><label for="s-name">Full name</label><input id="s-name"><label for="s-city">City</label><input id="s-city"></fieldset>
<fieldset><legend>Delivery</legend><label><input type="radio" name="d" id="std">Standard – free</label><label><input type="radio" name="d" id="exp">Express – $9</label></fieldset>
<label for="mail">E-mail</label><input id="mail" type="email"><label for="pin">Gift card number</label><input id="pin"><label><input type="checkbox" id="terms">I accept the terms</label><button id="pay">Place order</button></form>
<aside><h2>Your order</h2><ul><li><b>Blue mug</b> $12.00</li><li><b>Tea towel</b> $7.50</li></ul><dl><dt>Subtotal</dt><dd>$19.50</dd><dt>Shipping</dt><dd>$4.00</dd><dt>Total</dt><dd>$23.50</dd></dl><label for="promo">Promo code</label><input id="promo"><button id="use">Apply</button></aside>`;

const file = (name: string, size: string, id: string): string =>
  `<tr><td data-nova-act-clickable id="name-${id}">${name}</td><td>${size}</td><td>2026-05-0${id}</td><td><button id="more-${id}" aria-label="More actions"></button></td></tr>`;
const files = `<title>Files</title><h1>My files</h1><p>Drop files here, or use Upload.</p><label for="up">Upload</label><input id="up" type="file"><div><span>Folders</span><span>Recent</span></div>
<table><tr><th>Name</th><th>Size</th><th>Changed</th><th></th></tr>${file('plan.pdf', '2 MB', '1')}${file('plan-old.pdf', '3 MB', '2')}${file('photo.png', '5 MB', '3')}</table><p>Storage used: 10 MB</p><div id="rename" tabindex="0">Rename</div>`;

const card = (title: string, id: string): string =>
  `<li><h3>${title}</h3><button id="move-${id}">Move</button></li>`;
const kanban = `<title>Board</title><h1>Sprint 9</h1><section><h2>To do</h2><ul>${card('Write tests', 'tests')}${card('Fix login', 'login')}</ul><button id="add-todo">Add card</button></section>
<section><h2>Doing</h2><ul>${card('Fix logout', 'logout')}</ul><button id="add-doing">Add card</button></section><section><h2>Done</h2><ul>${card('Set up CI', 'ci')}${card('Fix login page', 'page')}</ul><button id="add-done">Add card</button></section>`;

const chat = `<title>Chat</title><aside><input id="seek" placeholder="Search conversations"><ul aria-label="Conversations"><li><a id="c-mo" href="/c/1">Mo</a></li><li><a id="c-team" href="/c/2">Design team</a></li></ul></aside>
<main><h1>Mo</h1><ul aria-label="Messages"><li>Hello there, shall we meet?</li><li>Tomorrow at noon works for me</li></ul><textarea id="box" placeholder="Write a message"></textarea><button id="send">Send</button><button id="call">Call</button></main>`;

const track = (name: string, by: string, id: string): string =>
  `<li><button id="play-${id}" aria-label="Play ${name}"></button><b>${name}</b> by ${by} <button id="heart-${id}">Like</button></li>`;
const music = `<title>Tunes</title><h1>Library</h1><h2>Songs</h2><ol>${track('Low Tide', 'Ebb', '1')}${track('High Noon', 'Dune', '2')}${track('Low Tide', 'Dune', '3')}</ol>
<h2>Albums</h2><ul><li><a id="a-sea" href="/a/1">By the sea</a></li><li><a id="a-sun" href="/a/2">Into the sun</a></li></ul><footer><button id="play">Play</button><button id="skip">Next</button><label for="vol">Volume</label><input id="vol" type="range" value="50"></footer>`;

const bank = `<title>Bank</title><h1>Accounts</h1><table aria-label="Accounts"><tr><th>Account</th><th>Balance</th></tr><tr><td>Current</td><td>$1,200.00</td></tr><tr><td>Savings</td><td>$8,000.00</td></tr></table>
<h2>Recent payments</h2><table aria-label="Recent payments"><tr><th>Date</th><th>To</th><th>Amount</th></tr><tr><td>2026-05-01</td><td>Rent Ltd</td><td>$900.00</td></tr><tr><td>2026-05-02</td><td>Grocer</td><td>$45.10</td></tr></table>
<form><h2>Transfer</h2><label for="from">From account</label><select id="from"><option selected>Current</option><option>Savings</option></select><label for="to">To account</label><input id="to"><label for="amount">Amount</label><input id="amount" type="number"><label for="ref">Reference (optional)</label><input id="ref"><button id="transfer">Transfer money</button></form>`;

const flight = (line: string, price: string, stops: string, id: string): string =>
  `<li><h3>${line}</h3><p>${stops}</p><p>${price}</p><button id="pick-${id}">Select</button></li>`;
const travel = `<title>Flights</title><h1>Oslo to Rome</h1><form role="search"><label for="fly-from">From</label><input id="fly-from"><label for="fly-to">To</label><input id="fly-to"><label for="out">Departure date</label><input id="out" type="date"><label for="back">Return date</label><input id="back" type="date"><button id="go">Search flights</button></form>
<ul><li><label><input type="checkbox" id="direct">Direct only</label></li><li><label><input type="checkbox" id="bags">Bags included</label></li></ul>
<ul>${flight('Nordic Air', '$120', 'Direct', 'n')}${flight('Sun Wings', '$95', '1 stop', 's')}${flight('Alpina', '$95', '2 stops', 'a')}</ul>`;

const thread = (title: string, who: string, replies: string, id: string): string =>
  `<li><a id="t-${id}" href="/t/${id}">${title}</a><span>by ${who}</span><span>${replies} replies</span></li>`;
const forum = `<title>Forum</title><header><a id="login-top" href="/login">Log in</a><a id="join" href="/join">Join</a></header><main><h1>General</h1><div role="tablist"><button role="tab" id="new">Newest</button><button role="tab" id="top">Top</button></div>
<ul>${thread('How to prune roses?', 'Fern', '12', 'rose')}${thread('Which soil for roses?', 'Moss', '3', 'soil')}${thread('Slugs!', 'Fern', '40', 'slug')}</ul><form><h2>Log in</h2><label for="u">User name</label><input id="u"><label for="p">Password</label><input id="p" type="password"><button id="login">Log in</button></form></main><footer><a id="foot" href="/login">Log in</a><a id="rules" href="/rules">Rules</a></footer>`;

const docs = `<title>Forms guide</title><nav><a id="intro" href="/intro">Introduction</a><a id="api" href="/api">API</a></nav><main><h1>Forms</h1><p>A textarea widget takes long texts.</p><p>Use the Submit button to send.</p><h2>Options</h2><table><tr><th>Name</th><th>Default</th></tr><tr><td>rows</td><td>2</td></tr><tr><td>cols</td><td>20</td></tr></table>
<h2>Try it</h2><label for="demo">Message</label><textarea id="demo"></textarea><label for="gender">Gender</label><input id="gender"><button id="yes">Yes</button><button id="no">No</button><p>Was this page helpful?</p></main>`;

const todo = `<title>Todos</title><h1>todos</h1><input id="new" placeholder="What needs to be done?"><ul>${['Walk dog', 'Buy milk', 'Call Ann'].map((text, n) => `<li><input type="checkbox" id="done-${n}"><label id="text-${n}">${text}</label><button id="drop-${n}" aria-label="Delete ${text}"></button></li>`).join('')}</ul>
<ul><li><a id="all" href="#/">All items</a></li><li><a id="active" href="#/active">Active items</a></li><li><a id="completed" href="#/completed">Completed items</a></li></ul><p>3 items left</p>`;

const account = `<title>Sign up</title><h1>Create an account</h1><form><label for="user">Username</label><input id="user"><label for="pass">Password</label><input id="pass" type="password"><label for="again">Confirm password</label><input id="again" type="password"><label><input type="checkbox" id="news">Send me news</label><button id="create">Create account</button></form><p>Already a member? <a id="signin" href="/in">Sign in</a></p>`;

/** Pages of many kinds, as the agent sees them; what can be acted on has an `id`. */
export const pages = {
  feed,
  mail,
  calendar,
  admin,
  settings,
  checkout,
  files,
  kanban,
  chat,
  music,
  bank,
  travel,
  forum,
  docs,
  todo,
  account,
} as const;
