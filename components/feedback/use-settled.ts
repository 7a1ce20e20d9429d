import { useEffect, useState } from 'react';

const TYPING_MS = 250;

/** What is asked for: what is typed (`q`), when the typing rests; what is picked, at once. */
export function useSettled<T extends { q?: string }>(asked: T): T {
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), asked.q === settled.q ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [asked, settled.q]);
  return settled;
}
