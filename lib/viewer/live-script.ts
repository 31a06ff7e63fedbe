/**
 * Runs in the page. The server says when something has changed; the page then asks for itself again and puts in what
 * is new, so that the reader stays where they are. Where parts are marked as live, only those are renewed: what is typed beside
 * them stays; so do ticks and the focus within. A page that nobody looks at holds no connection. Durations of what
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

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  if (!getSelection().isCollapsed) {
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
  const parts = [...old.querySelectorAll('[data-live]')];
  if (parts.length > 0 && parts.every(({ id }) => fresh.querySelector('#' + id))) {
    for (const part of parts) putIn(part, fresh.querySelector('#' + part.id));
  } else {
    putIn(old, fresh);
  }
}

function putIn(old, fresh) {
  const twinOf = (element, name) =>
    element.hasAttribute(name) &&
    fresh.querySelector('[' + name + '="' + CSS.escape(element.getAttribute(name)) + '"]');
  for (const box of old.querySelectorAll('input:checked')) {
    const twin = twinOf(box, 'value');
    if (twin) twin.checked = true;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement : undefined;
  const next = focused && (twinOf(focused, 'id') || twinOf(focused, 'href') || twinOf(focused, 'value'));
  old.replaceChildren(...fresh.childNodes);
  if (next) next.focus({ preventScroll: true });
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
