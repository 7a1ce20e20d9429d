/** What this tab keeps through a reload. Null where the browser keeps nothing (private mode, storage full or switched off). */
export function tabStorage(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.sessionStorage;
  } catch {
    return null;
  }
}
