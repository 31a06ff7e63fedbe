/** Has nine of ten runs. */
export const DEFINITION = 'shop';
export const OTHER_DEFINITION = 'orders';
