import { type Kind, kind, pageOf } from '../kind.ts';

const FRAME = '<iframe id=frame width=320 height=120 style="border:0"></iframe>';

/** Documents that work together. */
export const FRAMES_AND_TABS: readonly Kind[] = [
  kind('frame-load-triggers-parent', {
    files: { 'inner.html': '<!doctype html><p style="height:300px">Terms</p>' },
    script: `go.onclick = () => {
      const frame = Object.assign(document.createElement('iframe'), { src: 'inner.html?ms=650' });
      frame.onload = async () => {
        frame.height = frame.contentDocument.body.scrollHeight;
        out.textContent = await (await fetch('/any/answer?ms=450&body=done')).text();
      };
      document.body.append(frame);
    };`,
  }),
  kind('payment-ping-pong', {
    body: FRAME,
    files: {
      'inner.html': `<!doctype html><p>Card</p><script>
      onmessage = ({ data, source }) => setTimeout(() => source.postMessage(data + 1, '*'), 180);
      </script>`,
    },
    script: `const frame = document.querySelector('#frame');
    frame.src = other + '/payment-ping-pong/inner.html';
    onmessage = ({ data }) => {
      if (data >= 6) out.textContent = 'done';
      else setTimeout(() => frame.contentWindow.postMessage(data, '*'), 40);
    };
    go.onclick = () => frame.contentWindow.postMessage(0, '*');`,
  }),
  kind('robot-check-in-frame', {
    body: FRAME,
    action: { name: 'click', target: '#frame' },
    files: {
      'inner.html': `<!doctype html><body style="margin:0;height:120px"><b>I am not a robot</b><script>
      document.onclick = () => {
        document.body.animate([{ opacity: 1 }, { opacity: 0.4 }], { duration: 300, iterations: 3 }).onfinish = () =>
          parent.postMessage('token', '*');
      };
      </script>`,
    },
    script: `document.querySelector('#frame').src = other + '/robot-check-in-frame/inner.html';
    onmessage = async () => {
      out.textContent = await (await fetch('/any/answer?ms=600&body=done')).text();
    };`,
  }),
  kind('frame-in-frame-timer', {
    body: FRAME,
    files: {
      'outer.html': `<!doctype html><script>
      onmessage = () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'inner.html?ms=400' }));
      </script><body>`,
      'inner.html': pageOf('inner', { script: `setTimeout(() => { out.textContent = 'done'; }, 700);` }),
    },
    script: `const frame = document.querySelector('#frame');
    frame.src = other + '/frame-in-frame-timer/outer.html';
    go.onclick = () => frame.contentWindow.postMessage('open', '*');`,
  }),
  kind('worker-in-frame-reports', {
    body: FRAME,
    files: {
      'inner.html': `<!doctype html><script>
      const worker = new Worker('worker.js');
      worker.onmessage = ({ data }) => parent.postMessage(data, '*');
      onmessage = () => worker.postMessage('');
      </script>`,
      'worker.js': `onmessage = () => setTimeout(() => postMessage('done'), 1150);`,
    },
    script: `const frame = document.querySelector('#frame');
    frame.src = other + '/worker-in-frame-reports/inner.html';
    onmessage = ({ data }) => { out.textContent = data; };
    go.onclick = () => frame.contentWindow.postMessage('', '*');`,
  }),
  kind('frame-sent-on', {
    body: FRAME,
    files: {
      'first.html': '<!doctype html><p>Mails</p>',
      'second.html': pageOf('second', { script: `wait(250).then(() => { out.textContent = 'done'; });` }),
    },
    script: `const frame = document.querySelector('#frame');
    frame.src = 'first.html';
    go.onclick = () => { frame.contentWindow.location.href = 'second.html?ms=950'; };`,
  }),
  kind('blank-frame-written-into', {
    files: { 'widget.js': `setTimeout(() => { document.body.innerHTML = '<p id=out>done</p>'; }, 300);` },
    script: `go.onclick = () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentDocument.open();
      frame.contentDocument.write('<p>…</p><script src="/blank-frame-written-into/widget.js?ms=850"></' + 'script>');
      frame.contentDocument.close();
    };`,
  }),
  kind('silent-sign-in-by-frame', {
    files: {
      'silent.html': `<!doctype html><script>setTimeout(() => parent.postMessage('code', '*'), 250)</script>`,
      'home.html': pageOf('home', { script: `setTimeout(() => { out.textContent = 'done'; }, 350);` }),
    },
    script: `onmessage = async () => {
      await fetch('/any/answer?ms=300', { method: 'POST' });
      location.replace('home.html?ms=300');
    };
    go.onclick = () => {
      const src = other + '/silent-sign-in-by-frame/silent.html?ms=350';
      document.body.append(Object.assign(document.createElement('iframe'), { src, hidden: true }));
    };`,
  }),
  kind('popup-answers-opener', {
    files: {
      'consent.html': `<!doctype html><p>One moment</p><script>setTimeout(() => {
        opener.postMessage('code', '*');
        close();
      }, 700)</script>`,
    },
    script: `onmessage = async () => {
      out.textContent = await (await fetch('/any/answer?ms=500&body=done')).text();
    };
    go.onclick = () => window.open('consent.html?ms=300', 'consent', 'width=400,height=300');`,
  }),
  kind('tab-asks-first-tab', {
    body: '<a id=link href="second.html" target=_blank rel=noopener style="display:block;width:120px">Open</a>',
    action: { name: 'click', target: '#link' },
    files: {
      'second.html': pageOf('second', {
        script: `const channel = new BroadcastChannel('session');
        channel.onmessage = ({ data }) => { if (data !== 'ask') setTimeout(() => { out.textContent = data; }, 200); };
        channel.postMessage('ask');`,
      }),
    },
    script: `const channel = new BroadcastChannel('session');
    channel.onmessage = async () => {
      channel.postMessage(await (await fetch('/any/answer?ms=900&body=done')).text());
    };`,
  }),
];
