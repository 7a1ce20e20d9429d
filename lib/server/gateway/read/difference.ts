import 'server-only';
import { isMap } from './asked';

/** As it is sent: what is undefined is left out. */
export const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/**
 * Where two values of JSON differ first, as `HostConfig.Binds[1]`; null: nowhere. The order of keys does not count.
 * @param own decides how deep it is looked, so that what was sent cannot
 */
export function difference(own: unknown, sent: unknown, at = ''): string | null {
  if (Array.isArray(own)) {
    if (!Array.isArray(sent) || sent.length !== own.length) return at || '.';
    return first(own.keys(), (index) => difference(own[index], sent[index], `${at}[${index}]`));
  }
  if (isMap(own)) {
    if (!isMap(sent)) return at || '.';
    const below = (key: string) => (at === '' ? key : `${at}.${key}`);
    const unknown = Object.keys(sent).find((key) => !Object.hasOwn(own, key));
    if (unknown !== undefined) return below(unknown.slice(0, 60));
    return first(Object.keys(own), (key) =>
      Object.hasOwn(sent, key) ? difference(own[key], sent[key], below(key)) : below(key),
    );
  }
  return own === sent ? null : at || '.';
}

function first<T>(items: Iterable<T>, look: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = look(item);
    if (found !== null) return found;
  }
  return null;
}
