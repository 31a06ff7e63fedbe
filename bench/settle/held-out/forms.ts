import { type Kind, kind } from '../kind.ts';

const FIELD = '<input id=field style="width:240px;height:30px">';
const type = (text: string) => ({ name: 'type', target: '#field', text }) as const;

/** Fields, uploads, wizards and confirmations. */
export const FORMS: readonly Kind[] = [
  kind('debounced-then-throttled', {
    body: FIELD,
    action: type('berlin'),
    script: `let last = 0;
    let timer;
    const ask = async () => {
      await wait(Math.max(0, last + 700 - Date.now()));
      out.textContent = await (await fetch('/any/answer?ms=350&body=done')).text();
    };
    document.querySelector('#field').addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => { last = Date.now(); ask(); }, 250);
    });`,
  }),
  kind('typeahead-with-aborts', {
    body: `${FIELD}<ul id=hits></ul>`,
    action: type('lamp'),
    script: `let controller = new AbortController();
    const field = document.querySelector('#field');
    field.oninput = async () => {
      controller.abort();
      controller = new AbortController();
      const url = '/any/answer?ms=350&body=' + encodeURIComponent('hits for ' + field.value);
      const text = await fetch(url, { signal: controller.signal }).then((answer) => answer.text(), () => '');
      if (text !== '') document.querySelector('#hits').innerHTML = '<li>' + text + '</li>';
    };`,
    fresh: `document.querySelector('#hits')?.textContent === 'hits for lamp'`,
  }),
  kind('autosave-says-saved', {
    body: '<div id=field contenteditable style="width:300px;height:60px;border:1px solid">Draft</div>',
    action: type(' more'),
    script: `let timer;
    document.querySelector('#field').addEventListener('input', () => {
      out.textContent = 'unsaved';
      clearTimeout(timer);
      timer = setTimeout(async () => {
        out.textContent = 'saving…';
        await fetch('/any/answer?ms=500', { method: 'PUT', body: 'text' });
        out.textContent = 'done, saved at noon';
      }, 900);
    });`,
  }),
  kind('password-meter-lazy-library', {
    body: FIELD,
    action: type('secret12'),
    files: { 'meter.js': `export const rate = (text) => text.length === 8 ? 'done: weak' : 'short';` },
    script: `const field = document.querySelector('#field');
    const rated = async () => {
      const { rate } = await import('./meter.js?ms=900');
      requestIdleCallback(() => { out.textContent = rate(field.value); }, { timeout: 300 });
    };
    field.addEventListener('input', () => { clearTimeout(field.timer); field.timer = setTimeout(rated, 200); });`,
  }),
  kind('linted-in-worker-after-pause', {
    body: '<textarea id=field rows=4 cols=30></textarea>',
    action: type('let a'),
    files: {
      'lint.js': `onmessage = ({ data }) => setTimeout(() => postMessage(data.length + ' letters, done'), 450);`,
    },
    script: `const worker = new Worker('lint.js');
    let timer;
    document.querySelector('#field').addEventListener('keyup', ({ target }) => {
      clearTimeout(timer);
      timer = setTimeout(() => worker.postMessage(target.value), 500);
    });
    worker.onmessage = ({ data }) => requestAnimationFrame(() => { out.textContent = data; });`,
  }),
  kind('validated-on-blur', {
    body: '<input id=mail autofocus value="a@b.c"><p id=hint></p>',
    script: `const mail = document.querySelector('#mail');
    mail.focus();
    mail.addEventListener('blur', async () => {
      await wait(120);
      document.querySelector('#hint').textContent = 'checking…';
      const text = await (await fetch('/any/answer?ms=250&body=taken')).text();
      document.querySelector('#hint').textContent = text;
    });`,
    fresh: `document.querySelector('#hint')?.textContent === 'taken'`,
  }),
  kind('upload-with-progress', {
    body: '<progress id=bar max=1 value=0></progress>',
    script: `go.onclick = () => {
      const request = new XMLHttpRequest();
      request.open('POST', '/any/answer?ms=900&body=done');
      request.upload.onprogress = ({ loaded, total }) => { document.querySelector('#bar').value = loaded / total; };
      request.upload.onload = () => { out.textContent = 'scanning…'; };
      request.onload = () => setTimeout(() => { out.textContent = request.responseText; }, 350);
      request.send(new Blob(['x'.repeat(400_000)]));
    };`,
  }),
  kind('file-read-hashed-and-sent', {
    script: `go.onclick = () => {
      const reader = new FileReader();
      reader.onload = async () => {
        let hash = reader.result;
        for (const end = performance.now() + 500; performance.now() < end;) hash = await crypto.subtle.digest('SHA-512', hash);
        const answer = await fetch('/any/answer?ms=400&body=done', { method: 'POST', body: hash });
        out.textContent = await answer.text();
      };
      reader.readAsArrayBuffer(new File(['x'.repeat(2_000_000)], 'scan.txt'));
    };`,
  }),
  kind('upload-by-signed-address', {
    script: `go.onclick = async () => {
      const at = await (await fetch('/any/answer?ms=250&body=/any/answer?ms=1600')).text();
      await fetch(other + at, { method: 'POST', body: new Blob(['picture']) });
      out.textContent = await (await fetch('/any/answer?ms=300&body=done')).text();
    };`,
  }),
  kind('form-posted-into-frame', {
    body: `<iframe name=sink hidden></iframe><form method=post target=sink enctype="multipart/form-data"
      action="/any/answer?ms=1100&type=html&body=${encodeURIComponent('<script>parent.uploaded("done")</script>')}"></form>`,
    script: `window.uploaded = (text) => { out.textContent = text; };
    go.onclick = () => document.forms[0].submit();`,
  }),
  kind('wizard-next-step', {
    body: '<div id=steps style="width:300px;height:60px;background:#eee">Step 1</div>',
    script: `const steps = document.querySelector('#steps');
    const slide = (from, to) => steps.animate([{ translate: from }, { translate: to }], 250).finished;
    go.onclick = async () => {
      await fetch('/any/answer?ms=300', { method: 'POST', body: 'step=1' });
      await slide('0px', '-300px');
      steps.textContent = 'Step 2';
      await slide('300px', '0px');
      out.textContent = await (await fetch('/any/answer?ms=500&body=done')).text();
    };`,
  }),
  kind('undo-time-runs-out', {
    body: '<div id=row>Invoice 17</div>',
    script: `go.onclick = () => {
      out.innerHTML = '<i style="display:block;width:200px;height:4px;background:teal;transition:width 2500ms linear"></i>Undo';
      requestAnimationFrame(() => { out.firstChild.style.width = '0'; });
      setTimeout(async () => {
        await fetch('/any/answer?ms=250', { method: 'DELETE' });
        document.querySelector('#row').remove();
        out.textContent = 'done: deleted';
      }, 2500);
    };`,
  }),
  kind('spinner-shown-at-least', {
    script: `go.onclick = async () => {
      const spinner = setTimeout(() => { out.innerHTML = '<i aria-busy=true>◌</i>'; }, 150);
      const [answer] = await Promise.all([fetch('/any/answer?ms=260&body=done'), wait(1100)]);
      clearTimeout(spinner);
      out.textContent = await answer.text();
    };`,
  }),
  kind('details-toggle-then-fetch', {
    body: '<details id=more><summary id=sum style="width:160px">Terms</summary><div id=terms>…</div></details>',
    action: { name: 'click', target: '#sum' },
    script: `document.querySelector('#more').addEventListener('toggle', async () => {
      const text = await (await fetch('/any/answer?ms=200&body=All the terms')).text();
      setTimeout(() => { document.querySelector('#terms').textContent = text; }, 100);
    }, { once: true });`,
    fresh: `document.querySelector('#terms')?.textContent === 'All the terms'`,
  }),
  kind('dialog-with-late-content', {
    body: '<dialog id=box aria-busy=true>…</dialog>',
    script: `const box = document.querySelector('#box');
    go.onclick = async () => {
      box.showModal();
      box.innerHTML = await (await fetch('/any/answer?ms=350&body=<h2>Edit</h2><form></form>')).text();
      await wait(180);
      box.lastChild.innerHTML = await (await fetch('/any/answer?ms=700&body=<input value=Ann>')).text();
      box.removeAttribute('aria-busy');
    };`,
    fresh: `document.querySelector('#box:not([aria-busy]) input') !== null`,
  }),
];
