import { type Kind, kind } from '../kind.ts';

const SPIN_WASM =
  '[0,97,115,109,1,0,0,0,1,5,1,96,1,127,0,3,2,1,0,7,8,1,4,115,112,105,110,0,0,10,16,1,14,0,3,64,32,0,65,1,107,34,0,13,0,11,11]';

/** Stores, locks, slices of work and other threads. */
export const STORAGE_AND_THREADS: readonly Kind[] = [
  kind('outbox-cursor-then-sync', {
    script: `const open = indexedDB.open('outbox', 1);
    open.onupgradeneeded = () => {
      const store = open.result.createObjectStore('drafts', { autoIncrement: true });
      for (let draft = 0; draft < 150; draft += 1) store.add({ draft });
    };
    go.onclick = () => {
      let count = 0;
      open.result.transaction('drafts').objectStore('drafts').openCursor().onsuccess = async ({ target }) => {
        if (target.result !== null) return void ((count += 1), target.result.continue());
        await fetch('/any/answer?ms=250', { method: 'POST', body: count });
        out.textContent = 'done: ' + count + ' sent';
      };
    };`,
  }),
  kind('lock-waited-for', {
    script: `navigator.locks.request('sync', () => new Promise((then) => { window.release = then; }));
    go.onclick = () => {
      setTimeout(() => release(), 800);
      navigator.locks.request('sync', async () => {
        await wait(300);
        out.textContent = 'done';
      });
    };`,
  }),
  kind('stale-while-revalidate', {
    script: `const opened = caches.open('api');
    opened.then((cache) => cache.put('/prices', new Response('old prices')));
    go.onclick = async () => {
      const cache = await opened;
      out.textContent = await (await cache.match('/prices')).text();
      await cache.put('/prices', await fetch('/any/answer?ms=1100&body=done, new prices'));
      out.textContent = await (await cache.match('/prices')).text();
    };`,
  }),
  kind('archive-compressed', {
    script: `go.onclick = async () => {
      let size = 0;
      for (const end = performance.now() + 1000; performance.now() < end;) {
        const rows = new Blob(Array.from({ length: 20_000 }, () => Math.random() + ','));
        size += (await new Response(rows.stream().pipeThrough(new CompressionStream('gzip'))).blob()).size;
      }
      out.textContent = 'done: ' + size;
    };`,
  }),
  kind('wasm-in-yielded-slices', {
    script: `const compiled = WebAssembly.instantiate(new Uint8Array(${SPIN_WASM}));
    go.onclick = async () => {
      const { spin } = (await compiled).instance.exports;
      for (const end = performance.now() + 900; performance.now() < end;) {
        spin(5_000_000);
        await scheduler.yield();
      }
      out.textContent = 'done';
    };`,
  }),
  kind('generator-in-frame-slices', {
    script: `const work = function* () {
      for (let row = 0; row < 500; row += 1) {
        for (const end = performance.now() + 1; performance.now() < end;);
        yield row;
      }
    };
    const run = (rows) => requestAnimationFrame(() => {
      for (const end = performance.now() + 8; performance.now() < end;) {
        if (rows.next().done) return void (out.textContent = 'done');
      }
      run(rows);
    });
    go.onclick = () => run(work());`,
  }),
  kind('shared-worker-answers', {
    files: {
      'shared.js': `onconnect = ({ ports: [port] }) => {
        port.onmessage = () => setTimeout(async () => {
          port.postMessage(await (await fetch('/any/answer?ms=500&body=done')).text());
        }, 600);
      };`,
    },
    script: `const { port } = new SharedWorker('shared.js');
    port.onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => port.postMessage('ask');`,
  }),
  kind('worker-called-back-and-forth', {
    files: { 'rpc.js': `onmessage = ({ data }) => setTimeout(() => postMessage(data * 2), 170);` },
    script: `const worker = new Worker('rpc.js');
    const call = (value) => new Promise((then) => {
      worker.onmessage = ({ data }) => then(data);
      worker.postMessage(value);
    });
    go.onclick = async () => {
      let value = 1;
      while (value < 200) value = await call(value);
      out.textContent = 'done: ' + value;
    };`,
  }),
  kind('broadcast-answered-by-frame', {
    body: '<iframe src="inner.html" hidden></iframe>',
    files: {
      'inner.html': `<!doctype html><script>
      const channel = new BroadcastChannel('cart');
      channel.onmessage = ({ data }) => data === 'add' && setTimeout(() => channel.postMessage('done'), 900);
      </script>`,
    },
    script: `const channel = new BroadcastChannel('cart');
    channel.onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => channel.postMessage('add');`,
  }),
  kind('storage-event-from-frame', {
    body: '<iframe src="inner.html" hidden></iframe>',
    files: {
      'inner.html': `<!doctype html><script>
      addEventListener('storage', ({ key }) => key === 'ask' && setTimeout(() => localStorage.setItem('reply', 'done'), 750));
      </script>`,
    },
    script: `addEventListener('storage', ({ key, newValue }) => {
      if (key === 'reply') setTimeout(() => { out.textContent = newValue; }, 200);
    });
    go.onclick = () => localStorage.setItem('ask', Math.random());`,
  }),
];
