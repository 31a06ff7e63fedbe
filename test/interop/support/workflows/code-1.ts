/** A workflow whose code is not run here. */
export const main = async (): Promise<string> => 'code 1';
