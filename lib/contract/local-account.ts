import { DEFAULT_REGION } from './protocol.ts';

/** The region and the account of everything on local AWS. */
export const LOCAL_REGION = DEFAULT_REGION;
export const LOCAL_ACCOUNT_ID = '000000000000';

/** The bucket that stands for that of the foundation stack; what workflows leave is below the names of their definitions. */
export const LOCAL_BUCKET = 'nova-act-local-artifacts';

/** The topic that stands for that of a desk, which a deployment names by a variable. */
export const LOCAL_TOPIC_NAME = 'nova-act-local-people';
