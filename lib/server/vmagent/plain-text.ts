import 'server-only';

/** What vmagent adds to every failed connection; it misleads where IPv6 has nothing to do with it. */
export const TCP6_ADVICE = /; try -enableTCP6 command-line flag.*$/;

/**
 * Foreign text as one harmless line: no escape sequences or control characters, no user, password or query in
 * addresses, cut at `max` characters. Null when nothing is left.
 */
export function plainText(text: string, max: number): string | null {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replaceAll(/(https?:\/\/)[^\s"'<>/@]*@/gi, '$1')
    .replaceAll(/(https?:\/\/[^\s"'<>?]*)\?[^\s"'<>]*/gi, '$1')
    .trim();
  return plain === '' ? null : plain.slice(0, max);
}
