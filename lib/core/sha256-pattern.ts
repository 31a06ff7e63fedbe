/** SHA-256 in hexadecimal. */
export const SHA256_PATTERN = /^[0-9a-f]{64}$/;
