/** A page that steps are measured on. All have the button of {@link BUTTON}, and the title says what else. */
export function htmlOf(name: PageName): string {
  const { x, y, width, height } = BUTTON;
  return `<!doctype html><meta charset=utf-8><title>${name}</title><h1>${name}</h1>
  <button style="position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px">Button</button>
  <div style="margin-top:120px"></div>${CONTENT[name]}
  <p>${'Some text to lay out and paint. '.repeat(200)}</p>`;
}

/** What each step clicks, in CSS pixels. */
export const BUTTON = { x: 40, y: 100, width: 120, height: 40 };

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

/** Six elements a row. */
const elements = (howMany: number): string => {
  const row = (n: number) =>
    `<tr><td>${n}</td><td><a href="#${n}">Row ${n}</a></td><td><input value="${n}"></td></tr>`;
  return `<table>${range(Math.round(howMany / 6))
    .map(row)
    .join('')}</table>`;
};

const CONTENT = {
  static: '',
  'elements-2000': elements(2000),
  'elements-5000': elements(5000),
  'elements-20000': elements(20_000),
  animating: `<style>@keyframes turn { to { transform: rotate(1turn) } } span { animation: turn 2s linear infinite;
    display: inline-block; width: 150px; height: 60px; margin: 8px }</style>
    ${range(24)
      .map(
        (n) =>
          `<span style="background:linear-gradient(${n * 15}deg,hsl(${n * 15} 60% 60%),#fff)">${n}</span>`,
      )
      .join('')}<p class=now></p>
    <script>
      const now = document.querySelector('.now');
      const frame = (time) => { now.textContent = Math.round(time); requestAnimationFrame(frame); };
      requestAnimationFrame(frame);
    </script>`,
  polling: `<p class=news></p>
    <script>
      const news = document.querySelector('.news');
      const ask = async () => { news.textContent = await (await fetch('/poll')).text(); setTimeout(ask, 200); };
      ask();
    </script>`,
} as const;

export type PageName = keyof typeof CONTENT;

export function isPageName(name: string): name is PageName {
  return Object.hasOwn(CONTENT, name);
}
