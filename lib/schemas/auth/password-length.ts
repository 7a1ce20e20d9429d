// Apart from the schemas that use them: the first page shows them and need not load a validator for it.
export const PASSWORD_MIN_LENGTH = 10;
export const PASSWORD_MAX_LENGTH = 256;
