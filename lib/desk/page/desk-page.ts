import { createHash } from 'node:crypto';
import { PAGE_STYLE } from './page-style.ts';

/**
 * The page that people open: the same for all questions. Its script reads from the address, behind `#`, which one is meant. It may
 * run its own script and style alone, and no site can show it in a frame.
 */
export function deskPage({ script, signIn, connectTo }: DeskPageOptions): DeskPage {
  // Parsers read one kind of line end only, and the hash is that of what they have read.
  const code = script.replaceAll(/\r\n?/g, '\n');
  const settings = JSON.stringify({ ...(signIn && { signIn }) }).replaceAll('<', String.raw`\u003c`);
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,">
<title>A workflow asks</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<noscript><p class="no-script">This page needs JavaScript: it asks for the question with the secret in its address, which no server gets.</p></noscript>
<script type="application/json" id="settings">${settings}</script>
<script>${code}</script>
</body>
</html>
`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf({ code, signIn, connectTo }),
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    },
  };
}

/** What the page is made of. */
export interface DeskPageOptions {
  /** Its script: `deskPageScript()` of lib/bundle. */
  readonly script: string;
  /** How people sign in before they take over. @default - they need not */
  readonly signIn?: DeskSignIn | undefined;
  /**
   * What it may connect to beside the desk, as sources of a Content-Security-Policy: `wss://host` of take-overs, and where the
   * sign-in gives tokens, if that is another host than the issuer.
   */
  readonly connectTo: readonly string[];
}

/** A client of OpenID Connect without a secret, with the address of the page as its redirect URI. */
export interface DeskSignIn {
  /** Where its configuration is found: `<issuer>/.well-known/openid-configuration`. */
  readonly issuer: string;
  readonly clientId: string;
  /** What the tokens are to be for, asked of the provider as `audience`. @default - it is not asked */
  readonly audience?: string | undefined;
  /** @default ['openid'] */
  readonly scopes?: readonly string[] | undefined;
}

export interface DeskPage {
  readonly html: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

function policyOf({
  code,
  signIn,
  connectTo,
}: Pick<DeskPageOptions, 'signIn' | 'connectTo'> & { readonly code: string }): string {
  const issuer = signIn && new URL(signIn.issuer).origin;
  const connections = [...new Set(["'self'", ...(issuer === undefined ? [] : [issuer]), ...connectTo])];
  const wrong = connections.find((source) => /[\s;,]/.test(source));
  if (wrong !== undefined)
    throw new TypeError(
      `connectTo: ${JSON.stringify(wrong)} is no source of a Content-Security-Policy. Allowed are addresses such as "wss://example.com" and "ws://127.0.0.1:*".`,
    );
  return [
    "default-src 'none'",
    `script-src ${hashSource(code)}`,
    `style-src ${hashSource(PAGE_STYLE)}`,
    // Pictures of pages come with the question.
    'img-src data:',
    `connect-src ${connections.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Nothing that a workflow says can become HTML.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
