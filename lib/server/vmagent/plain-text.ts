import 'server-only';

/** Text up to a mark; all of it where the mark is not in it. Searching for a mark is linear, `/mark.*$/` is not. */
export function before(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** Without what vmagent adds to every failed connection; it misleads where IPv6 has nothing to do with it. */
export function withoutAdvice(text: string): string {
  return before(text, '; try -enableTCP6 command-line flag');
}

/** What is not seen, or turns the text around: controls, marks of direction and of width, separators of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Removing escapes, passwords and queries makes a text shorter; more than this many times `max` is not looked at. */
const SLACK = 8;

/** A part of a text without blanks, of which an address is cut at its query. */
function withoutQuery(word: string): string {
  const address = word.search(/https?:\/\//i);
  const query = address < 0 ? -1 : word.indexOf('?', address);
  return query < 0 ? word : word.slice(0, query);
}

/**
 * Foreign text as one harmless line: no escape sequences or control characters, no user, password or query in
 * addresses, cut at `max` characters. Null when nothing is left. What it costs does not grow with the text.
 */
export function plainText(text: string, max: number): string | null {
  const plain = text
    .slice(0, max * SLACK)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, '')
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/(https?:\/\/)[^\s"'<>/@]*@/gi, '$1')
    .replaceAll(/[^\s"'<>]+/g, withoutQuery)
    .trim();
  // A character of two halves is not cut between them.
  return plain === '' ? null : plain.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}
