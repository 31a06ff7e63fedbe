import { DEFAULT_REGION } from './protocol.ts';

/** The region and the account of everything on local AWS. */
export const LOCAL_REGION = DEFAULT_REGION;
export const LOCAL_ACCOUNT_ID = '000000000000';
