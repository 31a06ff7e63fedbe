import type { Plugin } from 'esbuild';
import { RUNTIME_VARIABLE } from './layout.ts';

/** Puts in place of the SDK the one that the runtime has: there is one of it in a bundle, and it is bundled once for all. */
export function sdkOfRuntime(sdkModule: string): Plugin {
  return {
    name: 'sdk-of-runtime',
    setup({ onLoad, esbuild }) {
      // Not its path, which is no expression of the bundler's when it has letters beyond ASCII.
      onLoad({ filter: /[\\/]sdk[\\/]index\.[jt]s$/ }, async ({ path }) => {
        if (path !== sdkModule) return undefined;
        // By name, so that a name that the SDK does not have is an error as it would be of the SDK itself.
        const { metafile } = await esbuild.build({
          entryPoints: [sdkModule],
          format: 'esm',
          metafile: true,
          write: false,
          logLevel: 'silent',
        });
        const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
        return {
          contents: `export const { ${names.join(', ')} } = ${RUNTIME_VARIABLE}.sdk();`,
          loader: 'js',
        };
      });
    },
  };
}
