import { type Kind, noise } from '../kind.ts';

/** Pages that never rest and owe nothing. */
export const HELD_OUT_NOISE: readonly Kind[] = [
  noise('blinking-cursor', {
    body: '<pre>$ <span id=cursor>_</span></pre>',
    script: `setInterval(() => document.querySelector('#cursor').toggleAttribute('hidden'), 530);`,
  }),
  noise('marquee-of-news', {
    body: '<marquee scrollamount=6>Shares rise. Rain tomorrow. Trains are late.</marquee>',
  }),
  noise('socket-heartbeat', {
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?ms=60&body=pong');
    let alive = Date.now();
    socket.onmessage = () => { alive = Date.now(); };
    socket.onopen = () => setInterval(() => socket.send('ping'), 700);`,
  }),
  noise('long-polling-idle', {
    script: `const poll = async () => {
      await (await fetch('/any/answer?ms=6000')).text();
      poll();
    };
    poll();`,
  }),
  noise('sprite-on-canvas', {
    body: '<canvas id=sprite width=64 height=64></canvas>',
    script: `const pen = document.querySelector('#sprite').getContext('2d');
    let frame = 0;
    setInterval(() => {
      pen.clearRect(0, 0, 64, 64);
      pen.fillRect((frame = (frame + 1) % 8) * 8, 16, 8, 32);
    }, 100);`,
  }),
  noise('analytics-beacons', {
    script: `const send = (what) => navigator.sendBeacon('/any/answer?ms=80', what);
    addEventListener('click', () => { send('click'); setTimeout(send, 1000, 'dwell'); });
    setInterval(send, 600, 'alive');`,
  }),
  noise('ad-frame-reloads', {
    body: '<iframe id=ad width=300 height=80></iframe>',
    files: {
      'ad.html': '<!doctype html><b>Buy!</b><script>setTimeout(() => location.reload(), 800)</script>',
    },
    script: `document.querySelector('#ad').src = other + '/ad-frame-reloads/ad.html?ms=150';`,
  }),
  noise('hover-effects', {
    body: `<style>@keyframes pulse { to { scale: 1.1 } }
      #go { transition: all 300ms } #go:hover { background: gold; rotate: 3deg; animation: pulse 500ms infinite alternate }</style>`,
    script: `go.onpointermove = ({ offsetX }) => { go.style.boxShadow = offsetX / 10 + 'px 4px 9px grey'; };
    go.onpointerenter = () => setTimeout(() => { go.title = 'Goes on'; }, 200);`,
  }),
  noise('dev-server-reconnects', {
    script: `const connect = () => {
      const socket = new WebSocket('ws://' + location.host + '/any/socket?every=350&body=hot');
      socket.onmessage = () => socket.close();
      socket.onclose = () => setTimeout(connect, 450);
    };
    connect();`,
  }),
  noise('price-ticker', {
    body: '<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6<tr><td>7<td>8<td>9</table>',
    script: `const cells = document.querySelectorAll('td');
    setInterval(() => {
      const cell = cells[Math.floor(Math.random() * 9)];
      cell.textContent = (Math.random() * 100).toFixed(2);
      cell.animate([{ background: 'gold' }, { background: 'none' }], 400);
    }, 120);`,
  }),
  noise('equalizer-bars', {
    body: '<i class=bar>|</i> <i class=bar>|</i> <i class=bar>|</i>',
    script: `const bounce = (bar) => {
      const scale = '1 ' + (1 + Math.random() * 3);
      bar.style.display = 'inline-block';
      bar.animate([{ scale: '1 1' }, { scale }], 180 + Math.random() * 200).onfinish = () => bounce(bar);
    };
    document.querySelectorAll('.bar').forEach(bounce);`,
  }),
  noise('presence-by-worker', {
    files: {
      'presence.js': `setInterval(async () => { await fetch('/any/answer?ms=40'); postMessage(Date.now()); }, 500);`,
    },
    script: `new Worker('presence.js').onmessage = ({ data }) => { document.title = 'Seen ' + data; };`,
  }),
  noise('tag-manager-on-load', {
    action: { name: 'load' },
    script: `const tag = (turn) => {
      const script = Object.assign(document.createElement('script'), { src: '/any/answer?ms=120&type=js&body=0&turn=' + turn });
      script.onload = () => { script.remove(); setTimeout(tag, 250, turn + 1); };
      document.head.append(script);
    };
    tag(0);`,
  }),
];
