import { type Kind, kind } from '../kind.ts';

const STREAM = '<turbo-stream><template>done</template></turbo-stream>';
const ROUTE_OUT =
  '<style>#view { transition: opacity 300ms } #view.leave { opacity: 0 }</style><div id=view>list</div>';

/** What libraries of the front end do between an event and what it shows. */
export const FRAMEWORKS: readonly Kind[] = [
  kind('react-like-scheduler', {
    script: `const channel = new MessageChannel();
    const queue = [];
    channel.port1.onmessage = () => {
      for (const end = performance.now() + 5; queue.length > 0 && performance.now() < end;) queue.shift()();
      if (queue.length > 0) channel.port2.postMessage(null);
    };
    const fiber = () => { for (const end = performance.now() + 2; performance.now() < end;); };
    go.onclick = async () => {
      const text = await (await fetch('/any/answer?ms=550&body=done')).text();
      queue.push(...Array(200).fill(fiber), () => { out.textContent = text; });
      channel.port2.postMessage(null);
    };`,
  }),
  kind('nested-suspense-reveals', {
    script: `const boundary = async (at, url) => {
      const [text] = await Promise.all([fetch(url).then((answer) => answer.text()), wait(300)]);
      at.innerHTML = '<section>' + text + '</section>';
      return at.firstChild;
    };
    go.onclick = async () => {
      const page = await boundary(out, '/any/answer?ms=120&body=page');
      const list = await boundary(page, '/any/answer?ms=500&body=list');
      await boundary(list, '/any/answer?ms=700&body=done');
    };`,
  }),
  kind('vue-like-out-in-transition', {
    body: ROUTE_OUT,
    script: `const view = document.querySelector('#view');
    const transition = (leaves) => new Promise((then) => {
      view.addEventListener('transitionend', then, { once: true });
      requestAnimationFrame(() => requestAnimationFrame(() => view.classList.toggle('leave', leaves)));
    });
    go.onclick = async () => {
      await transition(true);
      view.textContent = 'details';
      await transition(false);
      await Promise.resolve();
      out.textContent = await (await fetch('/any/answer?ms=400&body=done')).text();
    };`,
  }),
  kind('route-guard-and-resolver', {
    files: { 'admin.js': `export const render = (rows) => rows.map((row) => row + ' ').join('');` },
    script: `const guard = () => fetch('/any/answer?ms=250&type=json&body=true').then((answer) => answer.json());
    const resolve = () => fetch('/any/answer?ms=600&type=json&body=["done"]').then((answer) => answer.json());
    go.onclick = () => queueMicrotask(async () => {
      if (!(await guard())) return;
      const [{ render }, rows] = await Promise.all([import('./admin.js?ms=350'), resolve()]);
      history.pushState({}, '', '?admin');
      setTimeout(() => { out.innerHTML = render(rows); });
    });`,
  }),
  kind('htmx-like-swap-and-settle', {
    script: `const get = (url, swap) => {
      const request = new XMLHttpRequest();
      request.open('GET', url);
      request.onload = async () => {
        out.classList.add('htmx-swapping');
        await wait(200);
        out.className = 'htmx-settling';
        swap(request.responseText);
        setTimeout(() => { out.className = ''; }, 20);
      };
      request.send();
    };
    go.onclick = () => get('/any/answer?ms=350&body=loading', (text) => {
      out.textContent = text;
      setTimeout(() => get('/any/answer?ms=300&body=done', (last) => { out.textContent = last; }), 500);
    });`,
  }),
  kind('turbo-stream-by-socket', {
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?ms=1400&body=${encodeURIComponent(STREAM)}');
    customElements.define('turbo-stream', class extends HTMLElement {
      async connectedCallback() {
        await new Promise(requestAnimationFrame);
        out.replaceChildren(this.firstChild.content);
      }
    });
    socket.onmessage = ({ data }) => document.body.insertAdjacentHTML('beforeend', data);
    go.onclick = () => {
      socket.send('subscribe');
      fetch('/any/answer?ms=150&status=204', { method: 'POST' });
    };`,
  }),
  kind('server-driven-by-socket-rounds', {
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?ms=420&body=patch');
    let rounds = 0;
    socket.onmessage = () => {
      rounds += 1;
      out.textContent = rounds < 4 ? 'patch ' + rounds : 'done';
      if (rounds < 4) requestAnimationFrame(() => socket.send('rendered'));
    };
    go.onclick = () => socket.send('event');`,
  }),
  kind('jquery-like-fade-then-jsonp', {
    script: `const fadeOut = (element, ms, then) => {
      const start = Date.now();
      const timer = setInterval(() => {
        element.style.opacity = 1 - (Date.now() - start) / ms;
        if (Date.now() - start < ms) return;
        clearInterval(timer);
        then();
      }, 13);
    };
    window.jsonp123 = ({ text }) => { out.style.opacity = 1; out.textContent = text; };
    const src = '/any/answer?ms=500&type=js&body=' + encodeURIComponent('jsonp123({ text: "done" })');
    go.onclick = () => fadeOut(out, 600, () => document.head.append(Object.assign(document.createElement('script'), { src })));`,
  }),
  kind('partial-postback-with-overlay', {
    body: '<div id=overlay hidden style="position:fixed;inset:0;background:#0008">Please wait</div>',
    script: `const overlay = document.querySelector('#overlay');
    go.onclick = () => {
      overlay.hidden = false;
      const request = new XMLHttpRequest();
      request.open('POST', '/any/answer?ms=450&body=<update id="out">saved</update>');
      request.onreadystatechange = () => {
        if (request.readyState !== 4) return;
        out.textContent = new DOMParser().parseFromString(request.responseText, 'text/xml').documentElement.textContent;
        setTimeout(() => { overlay.hidden = true; }, 500);
      };
      request.send('__EVENTTARGET=go');
    };`,
    fresh: `document.querySelector('#out')?.textContent === 'saved' && document.querySelector('#overlay').hidden`,
  }),
  kind('stimulus-like-controller-connects', {
    files: {
      'report.js': `export const connect = async (element) => {
        element.textContent = await (await fetch('/any/answer?ms=450&body=done')).text();
      };`,
    },
    script: `new MutationObserver(async () => {
      const found = out.querySelector('[data-controller=report]');
      if (found !== null) (await import('./report.js?ms=400')).connect(found);
    }).observe(out, { childList: true });
    go.onclick = async () => {
      out.innerHTML = await (await fetch('/any/answer?ms=300&body=<i data-controller=report>…</i>')).text();
    };`,
  }),
  kind('hash-route-and-controller', {
    script: `const digest = (change) => setTimeout(change, 0);
    addEventListener('hashchange', async () => {
      const template = await (await fetch('/any/answer?ms=400&body=<b>{{text}}</b>')).text();
      digest(() => { out.innerHTML = template; });
      const text = await (await fetch('/any/answer?ms=500&body=done')).text();
      digest(() => { out.innerHTML = template.replace('{{text}}', text); });
    });
    go.onclick = () => { location.hash = '#/orders/17'; };`,
  }),
  kind('navigation-intercepted', {
    body: '<a id=link href="orders" style="display:block;width:120px">Orders</a>',
    action: { name: 'click', target: '#link' },
    script: `navigation.addEventListener('navigate', (event) => event.intercept({
      handler: async () => {
        const text = await (await fetch('/any/answer?ms=900&body=done')).text();
        await wait(150);
        out.textContent = text;
      },
    }));`,
  }),
  kind('view-transition-then-list', {
    script: `go.onclick = async () => {
      await fetch('/any/answer?ms=300');
      const transition = document.startViewTransition(() => { out.textContent = 'details'; });
      await transition.finished;
      out.textContent = await (await fetch('/any/answer?ms=450&body=done')).text();
    };`,
  }),
  kind('micro-front-end-mounted', {
    body: '<div id=slot></div>',
    files: {
      'app.js': `window.mountCart = (host) => fetch('/any/answer?ms=450&body=done').then(async (answer) => {
        host.attachShadow({ mode: 'open' }).innerHTML = '<b>' + (await answer.text()) + '</b>';
      });`,
    },
    script: `go.onclick = () => {
      const entry = Object.assign(document.createElement('script'), { src: other + '/micro-front-end-mounted/app.js?ms=600' });
      entry.onload = () => requestIdleCallback(() => mountCart(document.querySelector('#slot')), { timeout: 300 });
      document.body.append(entry);
    };`,
    fresh: `document.querySelector('#slot')?.shadowRoot?.textContent === 'done'`,
  }),
];
