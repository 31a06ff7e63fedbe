import { type Kind, kind } from '../kind.ts';

const TALL = '<div id=end style="margin-top:1200px;height:200px">the end</div>';

/** What is drawn, moved and put in step by step. */
export const RENDERING: readonly Kind[] = [
  kind('transition-then-text', {
    body: '<div id=panel style="width:10px;height:10px;background:teal;transition:width 700ms"></div>',
    script: `const panel = document.querySelector('#panel');
    panel.ontransitionend = () => { out.textContent = 'done'; };
    go.onclick = () => { panel.style.width = '300px'; };`,
  }),
  kind('animation-then-text', {
    script: `go.onclick = () => {
      const how = { duration: 1400, easing: 'ease-in-out' };
      go.animate([{ opacity: 1 }, { opacity: 0.2 }], how).onfinish = () => { out.textContent = 'done'; };
    };`,
  }),
  kind('element-upgraded', {
    body: '<order-total id=total>…</order-total>',
    files: {
      'total.js': `customElements.define('order-total', class extends HTMLElement {
        connectedCallback() {
          const root = this.attachShadow({ mode: 'open' });
          setTimeout(() => { root.innerHTML = '<b>done</b>'; }, 400);
        }
      });`,
    },
    script: `go.onclick = () => import('/element-upgraded/total.js?ms=600');`,
    fresh: `document.querySelector('#total')?.shadowRoot?.textContent.includes('done') === true`,
  }),
  kind('lazy-when-in-sight', {
    body: TALL,
    action: { name: 'scroll', target: '#out' },
    script: `new IntersectionObserver(async ([entry], observer) => {
      if (!entry.isIntersecting) return;
      observer.disconnect();
      out.textContent = await (await fetch('/any/answer?ms=700&body=done')).text();
    }).observe(document.querySelector('#end'));`,
  }),
  kind('endless-list', {
    body: '<ul id=list></ul>',
    action: { name: 'scroll', target: '#list' },
    script: `const list = document.querySelector('#list');
    const add = (text) => {
      for (let row = 0; row < 60; row += 1) list.append(Object.assign(document.createElement('li'), { textContent: text }));
    };
    add('first');
    let asked = false;
    addEventListener('scroll', async () => {
      if (asked) return;
      asked = true;
      await wait(150);
      add(await (await fetch('/any/answer?ms=900&body=second')).text());
    });`,
    fresh: `document.querySelector('#list')?.textContent.includes('second') === true`,
  }),
  kind('canvas-drawn-late', {
    body: '<canvas id=chart width=300 height=100></canvas>',
    script: `const pen = document.querySelector('#chart').getContext('2d', { willReadFrequently: true });
    go.onclick = async () => {
      await fetch('/any/answer?ms=500');
      let width = 0;
      const grow = () => {
        pen.fillRect(0, 0, width += 5, 100);
        if (width < 300) requestAnimationFrame(grow);
      };
      grow();
    };`,
    fresh: `document.querySelector('#chart')?.getContext('2d').getImageData(295, 50, 1, 1).data[3] === 255`,
  }),
  kind('toast', {
    script: `go.onclick = async () => {
      await fetch('/any/answer?ms=250', { method: 'POST' });
      await wait(300);
      const toast = Object.assign(document.createElement('div'), { id: 'toast', textContent: 'Saved' });
      document.body.append(toast);
      setTimeout(() => toast.remove(), 6000);
    };`,
    fresh: `document.querySelector('#toast') !== null`,
  }),
  kind('text-written-by-letters', {
    script: `go.onclick = () => {
      const text = 'The answer to your question: done';
      let length = 0;
      const timer = setInterval(() => {
        out.textContent = text.slice(0, length += 1);
        if (length === text.length) clearInterval(timer);
      }, 45);
    };`,
  }),
  kind('stylesheet-shows-it', {
    body: '<p id=late style="visibility:hidden">done</p>',
    files: { 'late.css': '#late { visibility: visible !important }' },
    script: `go.onclick = () => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'stylesheet', href: 'late.css?ms=900' });
      document.head.append(link);
    };`,
    fresh: `getComputedStyle(document.querySelector('#late')).visibility === 'visible'`,
  }),
  kind('smooth-scroll-then-lazy', {
    body: TALL,
    script: `new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting) setTimeout(() => { out.textContent = 'done'; }, 400);
    }).observe(document.querySelector('#end'));
    go.onclick = () => document.querySelector('#end').scrollIntoView({ behavior: 'smooth' });`,
  }),
  kind('fetch-beside-clock', {
    body: '<p id=clock></p>',
    script: `setInterval(() => { document.querySelector('#clock').textContent = new Date().toISOString(); }, 100);
    go.onclick = async () => {
      await wait(200);
      out.textContent = await (await fetch('/any/answer?ms=900&body=done')).text();
    };`,
  }),
  kind('timer-beside-animation', {
    body: `<style>@keyframes turn { to { rotate: 360deg } } #wheel { width: 40px; height: 40px; background: teal; animation: turn 1s linear infinite }</style><div id=wheel></div>`,
    script: `go.onclick = () => setTimeout(() => { out.textContent = 'done'; }, 1700);`,
  }),
];
