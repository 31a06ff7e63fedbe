import { TOKENS } from '../../report/tokens.ts';

/** What the page of the desk looks like. */
export const PAGE_STYLE = `${TOKENS}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: var(--text)/1.5 var(--sans); }
`;
