import { type Kind, noise } from '../kind.ts';

const LOAD = { name: 'load' } as const;

/** Pages on which nothing is to come, or which never rest: only time matters. */
export const NOISE: readonly Kind[] = [
  noise('static', {}),
  noise('static-at-once', { script: `go.onclick = () => { out.textContent = 'done'; };` }),
  noise('css-animation', {
    body: `<style>@keyframes turn { to { rotate: 360deg } } #wheel { width: 40px; height: 40px; background: teal; animation: turn 1s linear infinite }</style><div id=wheel></div>`,
  }),
  noise('frame-animation', {
    body: '<div id=ball style="position:absolute;width:20px;height:20px;background:teal"></div>',
    script: `const ball = document.querySelector('#ball');
    const step = (now) => {
      ball.style.transform = 'translateX(' + (now / 5 % 500) + 'px)';
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);`,
  }),
  noise('canvas-video', {
    body: '<canvas id=film width=640 height=360></canvas>',
    script: `const pen = document.querySelector('#film').getContext('2d');
    const step = (now) => {
      pen.fillStyle = 'hsl(' + (now / 10 % 360) + ' 80% 50%)';
      pen.fillRect(0, 0, 640, 360);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);`,
  }),
  noise('polling-by-interval', {
    script: `setInterval(async () => {
      await (await fetch('/any/answer?ms=30&body=news')).text();
    }, 300);`,
  }),
  noise('polling-with-cursor', {
    script: `let cursor = 0;
    const poll = async () => {
      await fetch('/any/answer?ms=250&body=news&since=' + (cursor += 1));
      setTimeout(poll, 150);
    };
    poll();`,
  }),
  noise('clock-of-seconds', {
    script: `setInterval(() => { out.textContent = new Date().toLocaleTimeString(); }, 1000);`,
  }),
  noise('clock-of-tenths', {
    script: `setInterval(() => { out.textContent = (performance.now() / 1000).toFixed(1); }, 100);`,
  }),
  noise('carousel', {
    body: '<div id=strip style="width:1800px;height:80px;background:linear-gradient(90deg,red,blue);transition:translate 500ms"></div>',
    script: `let at = 0;
    setInterval(() => {
      document.querySelector('#strip').style.translate = '-' + (at = (at + 300) % 1200) + 'px';
    }, 1500);`,
  }),
  noise('chat-socket', {
    script: `const socket = new WebSocket('ws://' + location.host + '/any/socket?every=300&body=hello');
    socket.onmessage = ({ data }) => { out.append(data + ' '); };`,
  }),
  noise('event-stream', {
    script: `new EventSource('/any/events?every=400&body=5').onmessage = ({ data }) => { out.textContent = data; };`,
  }),
  noise('reloads-itself', { action: LOAD, script: 'setTimeout(() => location.reload(), 300);' }),
  noise('endless-html', {
    action: LOAD,
    path: '/any/endless?body=%3Cp%3Edone',
    fresh: `document.body?.textContent.includes('done') === true`,
  }),
];
