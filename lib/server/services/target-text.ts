import 'server-only';

/** A target list switched on or off. Comment lines stay; the list itself has one of two forms, so it is written anew. */
export function targetText(text: string, address: string, isEnabled: boolean): string {
  if (isEmptyTarget(text) !== isEnabled) return text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const comments = text.split(/\r?\n/).filter((line) => line.startsWith('#'));
  return [...comments, isEnabled ? `- targets: ["${address}"]` : '[]', ''].join(newline);
}

export function isEmptyTarget(text: string): boolean {
  const content = text.replace(/^\s*#.*$/gm, '').trim();
  return content === '' || content === '[]';
}
