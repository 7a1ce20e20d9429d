'use client';

import { useEffect } from 'react';

/** Beside what comes later than its page: brings the part that the address names into view, once it is there. */
export function ToAnchor() {
  useEffect(() => {
    const anchor = window.location.hash.slice(1);
    if (/^[a-z0-9-]+$/.test(anchor)) document.getElementById(anchor)?.scrollIntoView();
  }, []);
  return null;
}
