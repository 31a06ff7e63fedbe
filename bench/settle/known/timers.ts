import { type Kind, kind } from '../kind.ts';

/** What scripts put off or compute, with no request to be seen. */
export const TIMERS: readonly Kind[] = [
  kind('timeout-300', { script: `go.onclick = () => setTimeout(() => { out.textContent = 'done'; }, 300);` }),
  kind('timeout-1500', {
    script: `go.onclick = () => setTimeout(() => { out.textContent = 'done'; }, 1500);`,
  }),
  kind('timeout-string', {
    script: `go.onclick = () => setTimeout("document.getElementById('out').textContent = 'done'", 800);`,
  }),
  kind('interval-counts', {
    script: `go.onclick = () => {
      let count = 0;
      const timer = setInterval(() => {
        count += 1;
        if (count < 10) return;
        clearInterval(timer);
        out.textContent = 'done';
      }, 100);
    };`,
  }),
  kind('countdown', {
    script: `go.onclick = () => {
      let left = 5;
      const timer = setInterval(() => {
        left -= 1;
        out.textContent = left > 0 ? left + ' left' : 'done';
        if (left === 0) clearInterval(timer);
      }, 400);
    };`,
  }),
  kind('promise-chain', {
    script: `go.onclick = async () => {
      for (let step = 0; step < 6; step += 1) await wait(250);
      out.textContent = 'done';
    };`,
  }),
  kind('idle-callback', {
    script: `go.onclick = () => requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => {
      out.textContent = 'done';
    }, { timeout: 300 }), 600));`,
  }),
  kind('frames-counted', {
    script: `go.onclick = () => {
      const end = performance.now() + 900;
      const step = (now) => {
        if (now < end) requestAnimationFrame(step);
        else out.textContent = 'done';
      };
      requestAnimationFrame(step);
    };`,
  }),
  kind('posted-task', {
    script: `go.onclick = () => scheduler.postTask(() => { out.textContent = 'done'; }, { delay: 1200 });`,
  }),
  kind('observer-chain', {
    body: '<div id=log hidden></div>',
    script: `const log = document.querySelector('#log');
    new MutationObserver(() => {
      if (log.childElementCount === 6) out.textContent = 'done';
      else setTimeout(() => log.append(document.createElement('i')), 180);
    }).observe(log, { childList: true });
    go.onclick = () => log.append(document.createElement('i'));`,
  }),
  kind('long-task', {
    script: `go.onclick = () => setTimeout(() => {
      const end = performance.now() + 700;
      while (performance.now() < end);
      out.textContent = 'done';
    }, 50);`,
  }),
  kind('long-tasks-in-turns', {
    script: `go.onclick = () => {
      const channel = new MessageChannel();
      let turns = 0;
      channel.port1.onmessage = () => {
        const end = performance.now() + 60;
        while (performance.now() < end);
        turns += 1;
        if (turns < 15) channel.port2.postMessage('');
        else out.textContent = 'done';
      };
      channel.port2.postMessage('');
    };`,
  }),
  kind('key-derivation', {
    script: `go.onclick = async () => {
      const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
      const end = performance.now() + 1000;
      while (performance.now() < end) {
        const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: 200_000 };
        await crypto.subtle.deriveBits(how, key, 256);
      }
      out.textContent = 'done';
    };`,
  }),
  kind('indexed-db', {
    script: `const opened = new Promise((then) => {
      const request = indexedDB.open('kinds', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('rows');
      request.onsuccess = () => then(request.result);
    });
    go.onclick = async () => {
      const database = await opened;
      const end = performance.now() + 700;
      let row = 0;
      const put = () => {
        const transaction = database.transaction('rows', 'readwrite');
        transaction.objectStore('rows').put('x'.repeat(20_000), row += 1);
        transaction.oncomplete = () => {
          if (performance.now() < end) put();
          else out.textContent = 'done';
        };
      };
      put();
    };`,
  }),
];
