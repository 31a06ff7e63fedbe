/** Tells the service what kind of program is calling, as the Python SDK does. */
import { HttpRequest } from '@smithy/core/protocols';
import type { MetadataBearer, Pluggable } from '@smithy/types';

/** Adds the header `X-Client-Source: sdk` to every request. */
export const clientSourcePlugin: Pluggable<object, MetadataBearer> = {
  applyToStack: (stack) => {
    stack.add(
      (next) => (args) => {
        if (HttpRequest.isInstance(args.request)) args.request.headers['x-client-source'] = 'sdk';
        return next(args);
      },
      { step: 'build', name: 'novaActClientSource', override: true },
    );
  },
};
