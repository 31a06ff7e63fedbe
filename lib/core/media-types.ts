/** What payloads, answers and most requests are. */
export const JSON_TYPE = 'application/json';

/** What a form of a page is, and a request of AWS in the protocol "query". */
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Of pictures of pages. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];
