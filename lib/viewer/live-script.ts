/**
 * Runs in the page. The server says when something has changed; the page then asks for itself again and puts in what
 * is new, element by element, so that the reader stays where they are: focus, ticks, what is scrolled, what is typed. A page that nobody looks at holds no connection. Durations of what
 * is going on are counted here.
 */
export const LIVE_SCRIPT = `
const offline = document.getElementById('offline');
let source;
let busy = false;
let again = false;
// What ends before the server can say so would go on here for ever.
let wasOffline = document.querySelector('[data-since]') !== null;
let waiting;

function listen() {
  if (document.visibilityState === 'hidden') {
    source?.close();
    source = undefined;
    wasOffline = true;
    return;
  }
  if (source !== undefined) return;
  source = new EventSource(document.documentElement.dataset.events);
  source.onopen = () => {
    offline.hidden = true;
    if (wasOffline) refresh();
    wasOffline = false;
  };
  source.onmessage = refresh;
  source.addEventListener('crowded', ({ data }) => {
    source.close();
    const timer = setInterval(refresh, Number(data));
    source = { close: () => clearInterval(timer) };
  });
  source.onerror = () => {
    offline.hidden = false;
    wasOffline = true;
    if (source.readyState !== EventSource.CLOSED) return;
    source = undefined;
    setTimeout(listen, 2000);
  };
}

async function refresh(asked = false) {
  if (busy) {
    again = true;
    return;
  }
  if (asked !== true && !getSelection().isCollapsed) {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 1000);
    return;
  }
  busy = true;
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    const page = await response.text();
    const main = page.slice(page.indexOf('<main>'), page.indexOf('</main>'));
    const fresh = new DOMParser().parseFromString(main, 'text/html').querySelector('main');
    if (fresh !== null) renew(document.querySelector('main'), fresh);
    offline.hidden = true;
  } catch {
    wasOffline = true;
    offline.hidden = false;
  } finally {
    busy = false;
  }
  if (again) {
    again = false;
    refresh();
  }
}

function renew(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : undefined;
  const [name, mark] = ['id', 'href', 'value'].map((key) => [key, focused?.getAttribute(key)]).find(([, value]) => value) ?? [];
  const words = focused?.textContent;
  mend(old, fresh);
  if (mark === undefined || (focused.isConnected && focused.getAttribute(name) === mark)) return;
  const same = old.querySelector('[' + name + '="' + CSS.escape(mark) + '"]');
  if (same) same.focus({ preventScroll: true });
  // Enter must not open what was never reached; a way to older runs stays one, wherever it leads.
  else if (focused.textContent !== words) focused.blur();
}

function mend(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id || old.nodeType !== Node.ELEMENT_NODE) {
    old.replaceWith(fresh);
    return;
  }
  // What is open is the reader's to say.
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && name !== 'open') old.setAttribute(name, value);
  mendChildren(old, fresh);
}

// What has a key moves with it, and with it the focus, ticks and what is open; the rest is matched by its place.
function mendChildren(old, fresh) {
  const keyed = (parent) => [...parent.children].filter(keyOf);
  const known = new Map(keyed(old).map((child) => [keyOf(child), child]));
  const wanted = new Set(keyed(fresh).map(keyOf));
  for (const child of keyed(old))
    if (!wanted.has(keyOf(child)))
      if (child.matches('option:checked, tr:has(input:checked)')) keep(child);
      else child.remove();
  let at = old.firstChild;
  const pass = (isPassed) => {
    while (at !== null && isPassed(at)) {
      const next = at.nextSibling;
      if (!keyOf(at)) at.remove();
      at = next;
    }
  };
  for (const child of [...fresh.childNodes]) {
    const key = keyOf(child);
    const same = key && known.get(key);
    if (same) {
      pass((node) => node !== same && !wanted.has(keyOf(node)));
      if (same === at) at = at.nextSibling;
      else (old.moveBefore ?? old.insertBefore).call(old, same, at);
      mend(same, child);
    } else if (key || at === null || keyOf(at)) {
      old.insertBefore(child, at);
    } else {
      const next = at.nextSibling;
      mend(at, child);
      at = next;
    }
  }
  pass(() => true);
}

function keyOf(node) {
  return node.id || (node.nodeName === 'OPTION' ? 'option ' + node.value : undefined);
}

// What was chosen stays, with nothing on it that may be true no more.
function keep(child) {
  for (const cell of child.querySelectorAll('td:not(.pick, .about, .flow)')) cell.textContent = '';
  const about = child.querySelector('.about:not(:has(.kept))');
  about?.insertAdjacentHTML('beforeend', '<p class="kept muted">No longer on this page; here because it is ticked.</p>');
}

function count() {
  for (const element of document.querySelectorAll('[data-since]')) {
    const seconds = Math.floor((Date.now() - Date.parse(element.dataset.since)) / 1000);
    if (!(seconds >= 0)) continue;
    element.textContent = seconds < 60 ? seconds + ' s' : Math.floor(seconds / 60) + ' min ' + (seconds % 60) + ' s';
  }
}

document.addEventListener('visibilitychange', listen);
setInterval(count, 1000);
listen();
`;
