import { z } from 'zod';

/** Puts what a comment says of a schema into the document. Constants that are no schemas may have comments, too. */
export const about = <T>(value: T, text: string): T =>
  value instanceof z.ZodType ? value.describe(text) : value;
