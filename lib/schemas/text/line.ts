import { z } from 'zod';

/** Printable, one line: what may go into `.env` and the config files. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Remove the line breaks and control characters.');

/** Marks, for the document of the API, what is taken and never shown. */
export const SECRET = { writeOnly: true };
/** A secret in one line. */
export const secretLine = (max: number) => line(max).meta(SECRET);

/**
 * What becomes the value of a vmagent flag: it splits values at commas, takes quotes off and fills in `%{NAME}`
 * (VictoriaMetrics, lib/flagutil and lib/envtemplate).
 */
export const isPlainFlagValue = (text: string) => !/[,"'`]|%\{/.test(text);
export const NOT_PLAIN =
  'Commas, quotes and “%{” cannot be used here: vmagent would read them as something else.';
