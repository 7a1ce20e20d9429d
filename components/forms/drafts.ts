import { tabStorage } from '@/lib/client/tab-storage';

/**
 * What was typed into a step and is not saved yet. All of it stays in memory while the tab lives; what is no
 * secret also survives a reload of the tab.
 */
const memory = new Map<string, object>();

const storageKey = (key: string) => `weir-draft-${key}`;

export function rememberDraft(key: string, values: object, secretPaths: readonly string[]): void {
  memory.set(key, values);
  const open = structuredClone(values) as Record<string, unknown>;
  for (const path of secretPaths) dropPath(open, path.split('.'));
  tabStorage()?.setItem(storageKey(key), JSON.stringify(open));
}

/** The unsaved values, possibly without their secrets; null when there are none. */
export function readDraft(key: string): object | null {
  const kept = memory.get(key);
  if (kept !== undefined) return kept;
  try {
    const value: unknown = JSON.parse(tabStorage()?.getItem(storageKey(key)) ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

export function forgetDraft(key: string): void {
  memory.delete(key);
  tabStorage()?.removeItem(storageKey(key));
}

function dropPath(values: Record<string, unknown>, [head, ...rest]: string[]): void {
  if (head === undefined) return;
  const next = values[head];
  if (rest.length === 0) delete values[head];
  else if (typeof next === 'object' && next !== null) dropPath(next as Record<string, unknown>, rest);
}
