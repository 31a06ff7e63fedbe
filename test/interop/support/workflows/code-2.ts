/** The same, changed. */
export const main = async (): Promise<string> => 'code 2';
