import { type Kind, kind } from '../kind.ts';

const LOAD = { name: 'load' } as const;
const SHELL = '<!doctype html><title>Shop</title><main id=out>Loading</main>';
const FRAGMENT = '<template id=late>done</template><script>out.replaceChildren(late.content)</script>';
const TILE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>';
const TILE_URL = `/any/answer?type=svg&body=${encodeURIComponent(TILE)}`;

/** What services, sign-in and files bring. */
export const SERVICES: readonly Kind[] = [
  kind('token-refreshed-then-repeated', {
    script: `let token = 'old';
    const call = async () => {
      const answer = await fetch('/any/answer?ms=300&body=done&status=' + (token === 'old' ? 401 : 200));
      if (answer.status !== 401) return answer.text();
      token = await (await fetch('/any/answer?ms=500&body=new', { method: 'POST' })).text();
      return call();
    };
    go.onclick = async () => { out.textContent = await call(); };`,
  }),
  kind('polled-with-growing-gaps', {
    script: `go.onclick = () => {
      const at = Date.now() + 1700;
      const ask = async (gap) => {
        const state = await (await fetch('/any/ready?ms=30&at=' + at)).text();
        if (state === 'done') out.textContent = state;
        else setTimeout(ask, gap, gap * 2);
      };
      ask(150);
    };`,
  }),
  kind('job-then-events-then-result', {
    script: `go.onclick = async () => {
      await fetch('/any/answer?ms=250&body=17', { method: 'POST' });
      const source = new EventSource('/any/events?every=900&body=finished');
      source.onmessage = async () => {
        source.close();
        out.textContent = await (await fetch('/any/answer?ms=300&body=done')).text();
      };
    };`,
  }),
  kind('long-poll-brings-it', {
    script: `let ordered = false;
    const poll = async () => {
      const text = await (await fetch('/any/answer?ms=900&body=' + (ordered ? 'done' : ''))).text();
      if (text !== '') out.textContent = text;
      poll();
    };
    poll();
    go.onclick = () => { ordered = true; fetch('/any/answer?ms=40&status=202', { method: 'POST' }); };`,
  }),
  kind('dashboard-of-widgets', {
    body: '<div class=widget></div><div class=widget></div><div class=widget></div><div class=widget></div>',
    script: `go.onclick = () => document.querySelectorAll('.widget').forEach(async (widget, index) => {
      widget.textContent = 'loading';
      await wait(index * 90);
      widget.textContent = await (await fetch('/any/answer?body=ready&ms=' + [200, 700, 1300, 2700][index])).text();
    });`,
    fresh: `[...document.querySelectorAll('.widget')].filter((widget) => widget.textContent === 'ready').length === 4`,
  }),
  kind('tokens-drained-by-frames', {
    script: `go.onclick = async () => {
      const queue = [];
      const drain = () => {
        out.textContent += queue.splice(0, 1).join('');
        if (queue.length > 0) requestAnimationFrame(drain);
      };
      const answer = await fetch('/any/parts?first=' + 'word '.repeat(10) + '&last=400&body= and it is done');
      for await (const part of answer.body) {
        queue.push(...new TextDecoder().decode(part));
        if (queue.length > 0) drain();
      }
    };`,
  }),
  kind('chat-answer-after-dots', {
    body: `<style>@keyframes dot { to { opacity: 0 } } .dots { animation: dot 400ms infinite alternate }</style>`,
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?ms=1500&body=done');
    socket.onmessage = ({ data }) => {
      out.querySelector('.dots').remove();
      setTimeout(() => out.append(data), 250);
    };
    go.onclick = async () => {
      await fetch('/any/answer?ms=150', { method: 'POST' });
      out.innerHTML = '<b class=dots>•••</b>';
      socket.send('hello');
    };`,
  }),
  kind('language-switched', {
    script: `const messages = { title: 'waiting' };
    go.onclick = async () => {
      document.documentElement.lang = 'de';
      const locale = fetch('/any/answer?ms=800&type=json&body={"title":"done, fertig"}');
      await Promise.all([locale.then((answer) => answer.json()).then((read) => Object.assign(messages, read)), wait(100)]);
      requestIdleCallback(() => { out.textContent = messages.title; }, { timeout: 400 });
    };`,
  }),
  kind('synchronous-request', {
    script: `go.onclick = () => setTimeout(() => {
      const request = new XMLHttpRequest();
      request.open('GET', '/any/answer?ms=450&body=done', false);
      request.send();
      out.textContent = request.responseText;
    }, 350);`,
  }),
  kind('modules-import-modules', {
    files: {
      'app.js': `import { part } from './part.js?ms=350'; export const text = part;`,
      'part.js': `export const part = await (await fetch('/any/answer?ms=400&body=done')).text();`,
    },
    script: `go.onclick = async () => { out.textContent = (await import('./app.js?ms=350')).text; };`,
  }),
  kind('map-zooms-then-tiles', {
    body: '<div id=map style="width:192px;height:192px;background:#ddd"></div>',
    script: `const map = document.querySelector('#map');
    const tile = (ms) => new Promise((onload) => {
      map.append(Object.assign(new Image(), { onload, src: '${TILE_URL}&ms=' + ms }));
    });
    go.onclick = () => {
      map.animate([{ scale: 1 }, { scale: 2 }], 300).onfinish = () => setTimeout(async () => {
        await Promise.all([300, 400, 500, 700, 900, 1100].map(tile));
        out.textContent = 'done: 6 places here';
      }, 200);
    };`,
  }),
  kind('picture-fails-then-fallback', {
    body: '<img id=shot width=64 height=64 alt="">',
    script: `const shot = document.querySelector('#shot');
    shot.onerror = () => setTimeout(() => { shot.src = '${TILE_URL}&ms=500'; }, 200);
    go.onclick = () => { shot.src = '/any/answer?ms=600&status=404'; };`,
    fresh: `document.querySelector('#shot')?.complete === true && document.querySelector('#shot').naturalWidth > 0`,
  }),
  kind('lazy-picture-far-below', {
    body: `<img id=far loading=lazy alt="" width=64 height=64 style="display:block;margin-top:9000px" src="${TILE_URL}&ms=900">`,
    script: `go.onclick = () => document.querySelector('#far').scrollIntoView({ behavior: 'instant' });`,
    fresh: `document.querySelector('#far')?.complete === true && document.querySelector('#far').naturalWidth > 0`,
  }),
  kind('picture-decoded-and-cropped', {
    script: `go.onclick = async () => {
      const image = Object.assign(new Image(), { src: '${TILE_URL}&ms=700' });
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
      canvas.getContext('2d').drawImage(await createImageBitmap(image, 0, 0, 32, 32), 0, 0);
      canvas.toBlob(async (blob) => {
        await fetch('/any/answer?ms=400', { method: 'POST', body: blob });
        out.textContent = 'done';
      });
    };`,
  }),
  kind('font-loads-or-not', {
    script: `go.onclick = async () => {
      const face = new FontFace('Brand', 'url(/any/answer?ms=600&body=none)');
      document.fonts.add(face);
      await face.load().catch(() => {});
      out.textContent = 'done';
    };`,
  }),
  kind('html-streamed-out-of-order', {
    action: LOAD,
    path: `/any/parts?type=html&first=${encodeURIComponent(SHELL)}&last=1500&body=${encodeURIComponent(FRAGMENT)}`,
  }),
  kind('shell-hydrates-on-load', {
    action: LOAD,
    files: {
      'app.js': `requestIdleCallback(async () => {
        document.querySelector('#out').textContent = 'hydrated';
        const text = await (await fetch('/any/answer?ms=700&body=done')).text();
        setTimeout(() => { document.querySelector('#out').textContent = text; }, 150);
      }, { timeout: 300 });`,
    },
    body: '<script defer src="app.js?ms=500"></script>',
  }),
  kind('splash-screen-on-load', {
    action: LOAD,
    body: `<style>@keyframes away { to { opacity: 0 } }
      #splash { position: fixed; inset: 0; background: teal; animation: away 500ms 800ms forwards }</style><div id=splash></div>`,
    script: `document.querySelector('#splash').addEventListener('animationend', async ({ target }) => {
      target.remove();
      out.textContent = await (await fetch('/any/answer?ms=450&body=done')).text();
    });`,
  }),
];
