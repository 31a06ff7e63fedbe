import { type Kind, kind } from '../kind.ts';

const GRAPHQL = `const ask = (query) => fetch('/any/answer?ms=500&body=' + query, {
  method: 'POST', body: JSON.stringify({ query }),
}).then((answer) => answer.text());
const askAll = async () => {
  for (const query of ['user', 'cart']) await ask(query);
  out.textContent = await ask('done');
};`;

/** What comes over the network. */
export const REQUESTS: readonly Kind[] = [
  kind('fetch-500', {
    script: `go.onclick = async () => {
      out.textContent = await (await fetch('/any/answer?ms=500&body=done')).text();
    };`,
  }),
  kind('fetch-2600', {
    script: `go.onclick = async () => {
      out.textContent = await (await fetch('/any/answer?ms=2600&body=done')).text();
    };`,
  }),
  kind('graphql-in-a-row', { script: `${GRAPHQL} go.onclick = askAll;` }),
  kind('graphql-on-load', { action: { name: 'load' }, script: `${GRAPHQL} askAll();` }),
  kind('xhr-900', {
    script: `go.onclick = () => {
      const request = new XMLHttpRequest();
      request.open('GET', '/any/answer?ms=900&body=done');
      request.onload = () => { out.textContent = request.responseText; };
      request.send();
    };`,
  }),
  kind('skeleton-then-content', {
    script: `go.onclick = async () => {
      await fetch('/any/answer?ms=300&body=layout');
      out.innerHTML = '<span style="background:#ddd">         </span>';
      await wait(200);
      out.textContent = await (await fetch('/any/answer?ms=900&body=done')).text();
    };`,
  }),
  kind('debounced-search', {
    body: '<input id=search style="width:200px;height:30px">',
    action: { name: 'type', target: '#search', text: 'shoes' },
    script: `let timer;
    document.querySelector('#search').oninput = (event) => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const found = await fetch('/any/answer?ms=700&body=done&q=' + event.target.value);
        out.textContent = await found.text();
      }, 400);
    };`,
  }),
  kind('socket-reply', {
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?ms=800&body=done');
    socket.onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => socket.send('ask');`,
  }),
  kind('event-source', {
    script: `go.onclick = () => {
      const source = new EventSource('/any/events?every=1200&body=done');
      source.onmessage = ({ data }) => {
        source.close();
        out.textContent = data;
      };
    };`,
  }),
  kind('streamed-answer', {
    script: `go.onclick = async () => {
      const answer = await fetch('/any/parts?last=1800&body=done');
      const decoder = new TextDecoder();
      for await (const part of answer.body) out.textContent += decoder.decode(part);
    };`,
  }),
  kind('image-then-text', {
    script: `go.onclick = () => {
      const image = new Image();
      image.onload = () => { out.textContent = 'done'; };
      image.src = '/any/answer?ms=1400&type=svg&body='
        + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    };`,
  }),
  kind('script-element', {
    script: `window.answer = (text) => { out.textContent = text; };
    go.onclick = () => {
      const script = document.createElement('script');
      script.src = '/any/answer?ms=1100&type=js&body=' + encodeURIComponent('answer("done")');
      document.head.append(script);
    };`,
  }),
  kind('route-with-lazy-import', {
    files: { 'view.js': `export const show = (at) => { at.textContent = 'done'; };` },
    script: `go.onclick = async () => {
      history.pushState({}, '', 'details');
      const view = await import('/route-with-lazy-import/view.js?ms=700');
      await wait(150);
      view.show(out);
    };`,
  }),
  kind('optimistic-then-corrected', {
    script: `go.onclick = async () => {
      out.textContent = 'saved: 3 items';
      out.textContent = await (await fetch('/any/answer?ms=1300&body=done: 2 items', { method: 'POST' })).text();
    };`,
  }),
  kind('job-asked-for-until-ready', {
    script: `go.onclick = async () => {
      const at = Date.now() + 2000;
      let state = 'pending';
      while (state === 'pending') {
        await wait(400);
        state = await (await fetch('/any/ready?at=' + at)).text();
      }
      out.textContent = state;
    };`,
  }),
  kind('retry-after-failure', {
    script: `go.onclick = async () => {
      let answer = await fetch('/any/answer?ms=200&status=503');
      if (!answer.ok) await wait(500);
      answer = await fetch('/any/answer?ms=300&body=done');
      out.textContent = await answer.text();
    };`,
  }),
  kind('fetch-beside-polling', {
    script: `setInterval(() => fetch('/any/answer?ms=20&body=news', { method: 'POST', body: 'poll' }), 350);
    go.onclick = async () => {
      const answer = await fetch('/any/answer?ms=900&body=done', { method: 'POST', body: 'order' });
      out.textContent = await answer.text();
    };`,
  }),
  kind('fetch-from-other-origin', {
    script: `go.onclick = async () => {
      out.textContent = await (await fetch(other + '/any/answer?ms=1000&body=done')).text();
    };`,
  }),
];
