import { type Kind, kind } from '../kind.ts';

const CARDS = '<i class=card>1 </i><i class=card>2 </i><i class=card>3 </i><i class=card>4 </i>';

/** What moves, is measured, drawn or played first. */
export const MOTION: readonly Kind[] = [
  kind('count-up-of-a-figure', {
    body: '<b id=figure>0</b>',
    script: `go.onclick = async () => {
      const total = Number(await (await fetch('/any/answer?ms=250&body=4200')).text());
      const start = performance.now();
      const step = (now) => {
        const part = Math.min(1, Math.max(0, (now - start) / 1200));
        document.querySelector('#figure').textContent = Math.round(total * (1 - (1 - part) ** 3));
        if (part < 1) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    };`,
    fresh: `document.querySelector('#figure')?.textContent === '4200'`,
  }),
  kind('cards-dealt-in-turn', {
    body: CARDS,
    script: `go.onclick = async () => {
      for (const card of document.querySelectorAll('.card')) {
        card.style.display = 'inline-block';
        await card.animate([{ opacity: 0, translate: '0 -40px' }, { opacity: 1 }], 350).finished;
      }
      out.textContent = 'done';
    };`,
  }),
  kind('accordion-of-transitions', {
    body: `<style>#panel { height: 0; opacity: 0; overflow: hidden; transition: height 400ms, opacity 500ms }
      #panel.open { height: 80px } #panel.shown { opacity: 1 }</style><div id=panel>Details</div>`,
    script: `const panel = document.querySelector('#panel');
    panel.addEventListener('transitionend', ({ propertyName }) => {
      if (propertyName === 'height') panel.classList.add('shown');
      else setTimeout(() => { out.textContent = 'done'; }, 250);
    });
    go.onclick = () => panel.classList.add('open');`,
  }),
  kind('cookie-banner-fades-out', {
    body: `<style>@keyframes away { to { opacity: 0; translate: 0 100px } }
      #banner { position: fixed; bottom: 0; background: #ccc } #banner.off { animation: away 700ms 500ms ease-in forwards }</style>
      <div id=banner>We use cookies <button id=accept>Accept</button></div>`,
    action: { name: 'click', target: '#accept' },
    script: `const banner = document.querySelector('#banner');
    banner.onanimationend = () => banner.remove();
    document.querySelector('#accept').onclick = () => banner.classList.add('off');`,
    fresh: `document.querySelector('#out') !== null && document.querySelector('#banner') === null`,
  }),
  kind('chart-redrawn-after-resize', {
    body: '<div id=side style="width:100px;height:90px;background:#cde;transition:width 300ms"></div>',
    script: `const side = document.querySelector('#side');
    let timer;
    new ResizeObserver(([{ contentRect }]) => {
      clearTimeout(timer);
      if (contentRect.width > 100) timer = setTimeout(async () => {
        side.innerHTML = '<canvas width=200 height=60></canvas>';
        side.firstChild.getContext('2d').fillRect(0, 0, 200, 60);
        out.textContent = await (await fetch('/any/answer?ms=500&body=legend: done')).text();
      }, 250);
    }).observe(side);
    go.onclick = () => { side.style.width = '320px'; };`,
  }),
  kind('rows-after-scrolling-ends', {
    body: `<div id=list style="height:200px;overflow:auto"><div id=rows style="height:4000px">rows</div></div>`,
    action: { name: 'scroll', target: '#list' },
    script: `document.querySelector('#list').addEventListener('scrollend', async ({ target }) => {
      await new Promise(requestAnimationFrame);
      document.querySelector('#rows').style.paddingTop = target.scrollTop + 'px';
      document.querySelector('#rows').textContent = await (await fetch('/any/answer?ms=300&body=later rows')).text();
    }, { once: true });`,
    fresh: `document.querySelector('#rows')?.textContent === 'later rows'`,
  }),
  kind('game-turn-in-endless-loop', {
    body: '<canvas id=board width=300 height=100></canvas>',
    script: `const pen = document.querySelector('#board').getContext('2d');
    let moved = Infinity;
    const loop = (now) => {
      pen.clearRect(0, 0, 300, 100);
      pen.fillRect(now / 10 % 300, 40, 20, 20);
      if (performance.now() - moved > 1300) out.textContent = 'done: your turn';
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
    go.onclick = () => { moved = performance.now(); };`,
  }),
  kind('offscreen-chart-by-worker', {
    body: '<canvas id=chart width=200 height=60></canvas>',
    files: {
      'draw.js': `onmessage = async ({ data }) => {
        await fetch('/any/answer?ms=600');
        const pen = data.getContext('2d');
        for (let x = 0; x < 200; x += 5) {
          pen.fillRect(x, 0, 5, 60);
          await new Promise(requestAnimationFrame);
        }
      };`,
    },
    script: `go.onclick = () => {
      const canvas = document.querySelector('#chart').transferControlToOffscreen();
      new Worker('draw.js').postMessage(canvas, [canvas]);
    };`,
    fresh: `(() => {
      const pen = new OffscreenCanvas(200, 60).getContext('2d');
      pen.drawImage(document.querySelector('#chart'), 0, 0);
      return pen.getImageData(197, 30, 1, 1).data[3] === 255;
    })()`,
  }),
  kind('sound-ended', {
    script: `go.onclick = () => {
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      tone.connect(audio.destination);
      tone.onended = () => { out.textContent = 'done'; };
      tone.start();
      tone.stop(audio.currentTime + 1);
    };`,
  }),
  kind('canvas-recorded', {
    body: '<canvas id=film width=160 height=90></canvas>',
    script: `const pen = document.querySelector('#film').getContext('2d');
    go.onclick = () => {
      const recorder = new MediaRecorder(pen.canvas.captureStream(20));
      recorder.ondataavailable = ({ data }) => { out.textContent = 'done: ' + (data.size > 0 ? 'clip' : 'nothing'); };
      const paint = setInterval(() => pen.fillRect(Math.random() * 160, 0, 9, 90), 50);
      recorder.start();
      setTimeout(() => { clearInterval(paint); recorder.stop(); }, 1000);
    };`,
  }),
];
