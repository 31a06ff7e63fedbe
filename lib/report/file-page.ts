import { createHash } from 'node:crypto';
import { type Html, html, trusted } from '../core/html.ts';
import { REPORT_STYLE } from './style.ts';

/** A page that is a file of its own: nothing is loaded and nothing runs in it. */
export function filePage(options: { readonly title: string; readonly main: Html }): string {
  const { title, main } = options;
  const styleHash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${trusted(styleHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(REPORT_STYLE)}</style>
</head>
<body>
<main>${main}</main>
</body>
</html>
`.toString();
}
