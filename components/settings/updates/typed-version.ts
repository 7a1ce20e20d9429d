import { DIGEST, TAG } from '@/lib/schemas/plain';
import type { Served } from '@/lib/schemas/updates/updates';

/** The version that an owner chose, before it is asked about. */
export interface Chosen {
  tag?: string | undefined;
  digest?: string | undefined;
}

/** What was typed, as far as it has the form of a tag, of a digest or of both: `v1.2.3@sha256:…`. Null: it has none. */
export function readTyped(text: string): Chosen | null {
  const [first = '', second, ...rest] = text.trim().split('@');
  if (rest.length > 0) return null;
  if (second === undefined && DIGEST.test(first)) return { digest: first };
  if (!TAG.test(first)) return null;
  if (second === undefined) return { tag: first };
  return DIGEST.test(second) ? { tag: first, digest: second } : null;
}

/** Whether it is what runs. One that was built on this Pi is another image, whatever its tag. */
export function runsAlready({ tag, digest }: Chosen, { from, version, digest: running }: Served): boolean {
  if (from !== 'registry') return false;
  return (tag === undefined || tag === version) && (digest === undefined || digest === running);
}
