import type { Plugin } from 'esbuild';
import { LETTERS_MODULE, RUNTIME_VARIABLE } from './layout.ts';

/**
 * Keeps the short names of a small bundle when types change, or code that is left out. esbuild gives names by how often each letter is
 * in the sources, and counts those of types, too: here is a text with so many more of them that a usual change decides nothing.
 *
 * It also keeps the names of the globals that the runtime before it uses: a bundle with 14,000 names would call one of them `Set`.
 */
export const weighLetters: Plugin = {
  name: LETTERS_MODULE,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^${LETTERS_MODULE}$`) }, ({ path }) => ({
      path,
      namespace: LETTERS_MODULE,
    }));
    onLoad({ filter: /./, namespace: LETTERS_MODULE }, () => ({
      contents: `export const runtime = ${RUNTIME_VARIABLE}; 0 && [${SHORT_GLOBALS}, "${text()}"];`,
    }));
  },
};

/** Of three letters: there are none with fewer, and names of four begin with the 225,000th. */
const SHORT_GLOBALS = ['Map', 'NaN', 'Set', 'URL'];

/** About as often as in programs, so that the letters of a program make the differences greater. */
const BY_FREQUENCY = 'etnraosicdlpumhfgvybxwkTSEzqAjICNORPDLMUB01FV2GHW3J4K85X6Y79Q_Z$';
const DIFFERENCE = 500;

function text(): string {
  return [...BY_FREQUENCY]
    .map((letter, index) => letter.repeat((BY_FREQUENCY.length - index) * DIFFERENCE))
    .join('');
}
