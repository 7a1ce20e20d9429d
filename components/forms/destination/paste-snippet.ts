export interface RemoteWriteSnippet {
  url?: string;
  username?: string;
  password?: string;
}

const SETTING =
  /["']?\b(url|username|password)\b["']?\s*[:=]\s*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s,;{}#"']+))/gi;

/** What documentation puts where the reader's own value belongs. */
const PLACEHOLDER = /[<>]|^\$\{|^your[-_ ]|^x+$/i;

/**
 * The address, user name and password out of a whole remote-write snippet, as Grafana Cloud shows it for
 * Prometheus (YAML), Alloy (HCL-like) and agents (JSON-like). Null for anything that is not one: a lone
 * value, or text with fewer than two of the three settings. Placeholders are left out.
 */
export function parseRemoteWriteSnippet(text: string): RemoteWriteSnippet | null {
  const found: RemoteWriteSnippet = {};
  for (const match of text.matchAll(SETTING)) {
    const key = match[1]?.toLowerCase() as keyof RemoteWriteSnippet;
    const value = (match[2] ?? match[3] ?? match[4] ?? '').trim();
    if (value !== '' && found[key] === undefined && !PLACEHOLDER.test(value)) found[key] = value;
  }
  const count = Object.keys(found).length;
  return count >= 2 || (count === 1 && /remote_?write/i.test(text)) ? found : null;
}
