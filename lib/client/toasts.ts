/** A short message that comes and goes. An error stays until it is closed. */
export interface Toast {
  id: number;
  tone: 'arriving' | 'losing' | 'info';
  title: string;
  detail?: string | undefined;
}

const SHOWN_MS = 6_000;
const MAX_TOASTS = 3;

const listeners = new Set<() => void>();
const none: readonly Toast[] = [];
let toasts: readonly Toast[] = none;
let lastId = 0;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  set([...toasts, { ...toast, id }].slice(-MAX_TOASTS));
  if (toast.tone !== 'losing') setTimeout(() => closeToast(id), SHOWN_MS);
}

export function closeToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function noToasts(): readonly Toast[] {
  return none;
}
