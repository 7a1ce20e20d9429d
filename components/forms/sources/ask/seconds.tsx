'use client';

import { useEffect, useState } from 'react';

/** How long it has been shown: `3 s`. For the eye alone. */
export function Seconds() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const startedAtMs = Date.now();
    const timer = setInterval(() => setSeconds(Math.round((Date.now() - startedAtMs) / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden="true" className="figure">
      {seconds} s
    </span>
  );
}
