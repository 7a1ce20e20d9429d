// Apart from the schemas that use them, as the lengths of a password are.
export const PASSPHRASE_MIN_LENGTH = 12;
export const PASSPHRASE_MAX_LENGTH = 256;
