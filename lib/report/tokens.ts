/**
 * Colours, distances, corners and sizes of all pages, by name: what a page looks like is decided here. Text has a contrast of
 * 4.5 and more on the grounds that it stands on, in both modes.
 */
export const TOKENS = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #fff; --ink: #1a1e24; --muted: #566172; --line: #dde1e7; --line-strong: #b9c1cc; --link: #2151bd;
  --good: #14693a; --good-soft: #def3e6; --good-line: #8fd0a8;
  --bad: #b3241c; --bad-soft: #fdeae8; --bad-fill: #c62f26; --on-fill: #fff;
  --late: #835500; --late-soft: #fcefd2; --busy: #2151bd; --busy-soft: #e4ecfc;
  --code: #eef0f4; --mark: #c9420c; --on-mark: #fff; --well: #e9ecf1;
  --service: #7452e0; --browser: #0f8a7e; --people: #d0469a;
  --space-1: 4px; --space-2: 8px; --space-3: 12px; --space-4: 16px; --space-5: 24px; --space-6: 36px;
  --radius-small: 5px; --radius: 10px;
  --text-tiny: 12px; --text-small: 13px; --text: 15px; --text-large: 17px; --text-title: 25px;
  --sans: system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --fixed: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --page-width: 1180px; --wide-width: 2400px; --gutter: 24px;
  --shadow: 0 1px 2px rgb(20 26 36 / 5%), 0 2px 8px rgb(20 26 36 / 4%); --lifted: 0 6px 32px rgb(10 14 22 / 28%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --card: #1a1f26; --ink: #e6e9ee; --muted: #9ba7b6; --line: #2c333d; --line-strong: #4b5665; --link: #8fb4ff;
    --good: #74d89a; --good-soft: #17301f; --good-line: #2f6f47;
    --bad: #ff9f98; --bad-soft: #3a1c1b; --bad-fill: #c23a31; --on-fill: #fff;
    --late: #f1c468; --late-soft: #372a10; --busy: #8fb4ff; --busy-soft: #1b2a47;
    --code: #232a33; --mark: #ff922b; --on-mark: #241300; --well: #0d1014;
    --service: #a68cff; --browser: #3cc4b5; --people: #f07fc0;
    --shadow: none; --lifted: 0 6px 40px rgb(0 0 0 / 70%);
  }
}
@media (max-width: 560px) { :root { --gutter: 14px; --text-title: 21px; } }
`;
