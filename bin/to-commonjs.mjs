import { transformSync } from '@swc/core';

/**
 * CommonJS of an ES module that esbuild wrote. What the module imports is loaded when one of its names is first used, so that nobody waits
 * for packages that a program does without; what is imported without a name is loaded at once. Dynamic imports become `require`: Jest
 * has none in CommonJS, and the other loader takes its time.
 */
export function toCommonJs(source, { minify = false, lazy = true } = {}) {
  const { code } = transformSync(source, {
    configFile: false,
    swcrc: false,
    isModule: true,
    minify,
    jsc: {
      parser: { syntax: 'ecmascript' },
      target: 'es2022',
      // One character beyond ASCII would make V8 read two bytes for each.
      output: { charset: 'ascii' },
      // Names stay, for stacks and because errors are named by them.
      minify: { compress: false, mangle: false },
    },
    module: { type: 'commonjs', importInterop: 'node', lazy: lazy && importedBy(source) },
  });
  return code;
}

/** What else looks like an import, in a text of the module, is no harm. */
function importedBy(source) {
  return [...new Set(source.match(/(?<=\bfrom ?")[^"]+(?=")/g))];
}
