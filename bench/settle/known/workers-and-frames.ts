import { type Kind, kind, pageOf } from '../kind.ts';

const BUTTON_ONLY = '<button id=in style="width:200px;height:60px">Inside</button><p id=out>waiting</p>';
const FRAME = '<iframe id=frame width=400 height=160 style="border:0"></iframe>';
const IN_FRAME = { name: 'click', target: '#frame' } as const;

/** What happens in other threads and other documents. */
export const WORKERS_AND_FRAMES: readonly Kind[] = [
  kind('worker-computes', {
    files: {
      'worker.js': `onmessage = () => {
        const end = performance.now() + 900;
        while (performance.now() < end);
        postMessage('done');
      };`,
    },
    script: `const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => worker.postMessage('');`,
  }),
  kind('worker-made-on-click', {
    script: `go.onclick = () => {
      const code = "setTimeout(() => postMessage('done'), 1100)";
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      worker.onmessage = ({ data }) => { out.textContent = data; };
    };`,
  }),
  kind('worker-fetches', {
    files: {
      'worker.js': `onmessage = async () => {
        postMessage(await (await fetch('/any/answer?ms=1300&body=done')).text());
      };`,
    },
    script: `const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => worker.postMessage('');`,
  }),
  kind('service-worker-answers', {
    files: {
      'service.js': `addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', (event) => {
        if (!event.request.url.endsWith('/local')) return;
        event.respondWith(new Promise((then) => setTimeout(() => then(new Response('done')), 900)));
      });`,
    },
    script: `navigator.serviceWorker.register('service.js');
    go.onclick = async () => {
      out.textContent = await (await fetch('local')).text();
    };`,
  }),
  kind('other-origin-frame-timer', {
    body: FRAME,
    action: IN_FRAME,
    files: {
      'inner.html': `<!doctype html><body style="margin:0">${BUTTON_ONLY}<script>
      document.body.onclick = () => setTimeout(() => { document.querySelector('#out').textContent = 'done'; }, 900);
      </script>`,
    },
    script: `document.querySelector('#frame').src = other + '/other-origin-frame-timer/inner.html';`,
  }),
  kind('other-origin-frame-fetch', {
    body: FRAME,
    action: IN_FRAME,
    files: {
      'inner.html': `<!doctype html><body style="margin:0">${BUTTON_ONLY}<script>
      document.body.onclick = async () => {
        await new Promise((then) => setTimeout(then, 200));
        document.querySelector('#out').textContent = await (await fetch('/any/answer?ms=1200&body=done')).text();
      };
      </script>`,
    },
    script: `document.querySelector('#frame').src = other + '/other-origin-frame-fetch/inner.html';`,
  }),
  kind('frame-put-in', {
    files: { 'inner.html': '<!doctype html><p id=out>done</p>' },
    script: `go.onclick = () => {
      const frame = document.createElement('iframe');
      frame.src = other + '/frame-put-in/inner.html?ms=1000';
      document.body.append(frame);
    };`,
  }),
  kind('message-to-frame', {
    body: FRAME,
    files: {
      'inner.html': `<!doctype html><p>Payment</p><script>
      onmessage = ({ source }) => setTimeout(() => source.postMessage('done', '*'), 700);
      </script>`,
    },
    script: `const frame = document.querySelector('#frame');
    frame.src = other + '/message-to-frame/inner.html';
    onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => frame.contentWindow.postMessage('pay', '*');`,
  }),
  kind('srcdoc-frame', {
    script: `go.onclick = () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p id=out>waiting</p><script>'
        + 'setTimeout(() => { document.querySelector("#out").textContent = "done"; }, 1300)</' + 'script>';
      document.body.append(frame);
    };`,
  }),
  kind('sandboxed-frame', {
    body: FRAME,
    action: IN_FRAME,
    files: {
      'inner.html': `<!doctype html><body style="margin:0">${BUTTON_ONLY}<script>
      document.body.onclick = () => setTimeout(() => { document.querySelector('#out').textContent = 'done'; }, 600);
      </script>`,
    },
    script: `const frame = document.querySelector('#frame');
    frame.sandbox = 'allow-scripts';
    frame.src = 'inner.html';`,
  }),
  kind('same-origin-frame-fetch', {
    body: FRAME,
    action: IN_FRAME,
    files: {
      'inner.html': pageOf('inner', {
        script: `document.body.onclick = async () => {
          out.textContent = await (await fetch('/any/answer?ms=800&body=done')).text();
        };`,
      }),
    },
    script: `document.querySelector('#frame').src = 'inner.html';`,
  }),
];
