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
let wasOffline = false;

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
    setTimeout(refresh, 1000);
    return;
  }
  busy = true;
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    const page = await response.text();
    const main = page.slice(page.indexOf('<main>'), page.indexOf('</main>'));
    const fresh = new DOMParser().parseFromString(main, 'text/html').querySelector('main');
    if (fresh !== null) renew(document.querySelector('main'), fresh);
  } catch {
    wasOffline = true;
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
  const ticked = new Set([...old.querySelectorAll('input[type=checkbox]:checked')].map(({ value }) => value));
  const [name, mark] = ['id', 'href', 'value'].map((key) => [key, focused?.getAttribute(key)]).find(([, value]) => value) ?? [];
  mend(old, fresh);
  // Rows may have moved: a tick is on what it was set for.
  for (const box of old.querySelectorAll('input[type=checkbox]')) box.checked = ticked.has(box.value);
  // So is the focus: Enter must open the run that was reached.
  if (mark === undefined || (focused.isConnected && focused.getAttribute(name) === mark)) return;
  old.querySelector('[' + name + '="' + CSS.escape(mark) + '"]')?.focus({ preventScroll: true });
}

function mend(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id || old.nodeType !== Node.ELEMENT_NODE) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  for (const [index, child] of after.entries())
    if (index < before.length) mend(before[index], child);
    else old.append(child);
  for (const child of before.slice(after.length)) child.remove();
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
