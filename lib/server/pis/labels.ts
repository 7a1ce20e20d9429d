import 'server-only';
import { shortText } from '../look/names';

/** A label as it may be shown: one line, in the direction of its letters. @param text untrusted */
export const shownText = (text: string): string =>
  shortText(text.slice(0, MOST_READ).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}'));
const MOST_READ = 1_000;

/** A version number; null: it is none. @param text untrusted */
export const versionIn = (text: string): string | null =>
  text.length <= 40 && /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(text) ? text : null;

/** Whether one version is older than another. What stands behind the three numbers is not compared. */
export function isOlderVersion(one: string, other: string): boolean {
  const [mine, theirs] = [one, other].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const differs = mine?.findIndex((number, index) => number !== theirs?.[index]) ?? -1;
  return differs >= 0 && (mine?.[differs] ?? 0) < (theirs?.[differs] ?? 0);
}

/**
 * The root of a panel’s address, as a link may have it: http or https, a host name or an address, no credentials.
 * @param text untrusted
 */
export function addressIn(text: string): string | null {
  if (text.length > 300) return null;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  // What has been parsed is in small letters, with Unicode as punycode.
  return /^(?:[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])$/.test(url.hostname) ? url.origin : null;
}

/** What every series of vmagent’s has, and what a question adds. */
const NOT_OWN = new Set(['__name__', 'cluster', 'instance', 'job', 'of']);
const MOST_LABELS = 20;

/** The labels that its owner gave a Pi, beside its name. @param labels untrusted */
export const ownLabels = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => !NOT_OWN.has(name) && /^[a-zA-Z]\w{0,99}$/.test(name))
      .slice(0, MOST_LABELS)
      .map(([name, value]) => [name, shownText(value)]),
  );
