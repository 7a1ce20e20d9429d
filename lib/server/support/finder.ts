import 'server-only';

/** Bytes to look for. */
export interface Needle {
  bytes: Buffer;
  /** So many of its first bytes count as found: a text that was cut short keeps only the beginning. At least 4. */
  least: number;
  /** What it belongs to. */
  label: string;
}

export interface Match {
  start: number;
  end: number;
  needle: Needle;
}

export const LEAST_BYTES = 4;

/** Looks for any number of needles in one pass over the bytes. */
export function createFinder(needles: readonly Needle[]): (bytes: Uint8Array) => Match[] {
  const byStart = new Map<number, Needle[]>();
  const isStart = new Uint8Array(1 << 16);
  for (const needle of needles) {
    if (needle.bytes.length < LEAST_BYTES || needle.least < LEAST_BYTES)
      throw new RangeError('a needle is too short');
    const key = startAt(needle.bytes, 0);
    byStart.set(key, [...(byStart.get(key) ?? []), needle]);
    isStart[key & 0xffff] = 1;
  }
  return (bytes) => {
    const found: Match[] = [];
    for (let at = 0; at + LEAST_BYTES <= bytes.length; at += 1) {
      // Two bytes tell nearly every place apart from a beginning.
      if (isStart[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] === 0) continue;
      for (const needle of byStart.get(startAt(bytes, at)) ?? []) {
        const length = commonLength(needle.bytes, bytes, at);
        if (length >= needle.least) found.push({ start: at, end: at + length, needle });
      }
    }
    return found;
  };
}

function startAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + LEAST_BYTES);
  return a | (b << 8) | (c << 16) | (d << 24);
}

function commonLength(needle: Uint8Array, bytes: Uint8Array, at: number): number {
  let length = 0;
  while (length < needle.length && needle[length] === bytes[at + length]) length += 1;
  return length;
}
