import type { Ajv } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';

export declare function loadAjv(): { readonly Ajv: typeof Ajv; readonly Ajv2020: typeof Ajv2020 };
