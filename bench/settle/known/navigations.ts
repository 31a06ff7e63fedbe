import { type Kind, kind, pageOf } from '../kind.ts';

const DONE = '<!doctype html><title>Next</title><p id=out>done</p>';
const LATER = (ms: number): string =>
  pageOf('next', { script: `setTimeout(() => { out.textContent = 'done'; }, ${ms});` });

/** Other documents in the tab, and other tabs. */
export const NAVIGATIONS: readonly Kind[] = [
  kind('link-to-slow-page', {
    files: { 'next.html': DONE },
    script: `go.onclick = () => { location.href = 'next.html?ms=1800'; };`,
  }),
  kind('form-with-slow-answer', {
    body: `<form method=post action="/any/answer?ms=1200&type=html&body=${encodeURIComponent(DONE)}"></form>`,
    script: `go.onclick = () => document.forms[0].requestSubmit();`,
  }),
  kind('redirects', {
    files: { 'next.html': DONE },
    script: `go.onclick = () => {
      const last = '/any/redirect?ms=400&to=' + encodeURIComponent('/redirects/next.html?ms=300');
      location.href = '/any/redirect?ms=400&to=' + encodeURIComponent(last);
    };`,
  }),
  kind('meta-refresh', {
    files: {
      'thanks.html':
        '<!doctype html><meta http-equiv=refresh content="1;url=next.html"><p>You are being taken there.</p>',
      'next.html': DONE,
    },
    script: `go.onclick = () => { location.href = 'thanks.html'; };`,
  }),
  kind('script-redirects-later', {
    files: { 'next.html': DONE },
    script: `go.onclick = () => setTimeout(() => { location.href = 'next.html?ms=300'; }, 900);`,
  }),
  kind('reload-after-save', {
    script: `if (sessionStorage.saved) setTimeout(() => { out.textContent = 'done'; }, 300);
    go.onclick = async () => {
      await fetch('/any/answer?ms=400', { method: 'POST' });
      sessionStorage.saved = 'yes';
      location.reload();
    };`,
  }),
  kind('next-page-builds-itself', {
    files: {
      'next.html': pageOf('next', {
        script: `fetch('/any/answer?ms=600&body=part').then(async () => {
          await wait(100);
          out.textContent = await (await fetch('/any/answer?ms=600&body=done')).text();
        });`,
      }),
    },
    script: `go.onclick = () => { location.href = 'next.html?ms=200'; };`,
  }),
  kind('next-page-with-timer', {
    files: { 'next.html': LATER(1100) },
    script: `go.onclick = () => { location.href = 'next.html'; };`,
  }),
  kind('load-with-timer', {
    action: { name: 'load' },
    script: `setTimeout(() => { out.textContent = 'done'; }, 1300);`,
  }),
  kind('document-written-anew', {
    script: `go.onclick = () => {
      document.open();
      document.write('<p id=out>waiting</p><script>'
        + 'setTimeout(() => { document.querySelector("#out").textContent = "done"; }, 500)</' + 'script>');
      document.close();
    };`,
  }),
  kind('history-back', {
    script: `history.pushState({}, '', '#details');
    addEventListener('popstate', async () => {
      out.textContent = await (await fetch('/any/answer?ms=800&body=done')).text();
    });
    go.onclick = () => setTimeout(() => history.back(), 100);`,
  }),
  kind('popup-sent-on', {
    files: { 'next.html': DONE },
    script: `go.onclick = async () => {
      const popup = window.open('');
      await wait(300);
      await fetch('/any/answer?ms=200');
      popup.location.href = '/popup-sent-on/next.html?ms=200';
    };`,
  }),
  kind('popup-slow', {
    files: { 'next.html': LATER(300) },
    script: `go.onclick = () => window.open('next.html?ms=900');`,
  }),
  kind('popup-after-fetch', {
    files: { 'next.html': DONE },
    script: `go.onclick = async () => {
      await fetch('/any/answer?ms=600');
      window.open('next.html?ms=300');
    };`,
  }),
];
