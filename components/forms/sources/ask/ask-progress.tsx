'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { askProgressQuery } from '@/lib/queries/wizard';

/** How far an asking is, and how long it has been shown: `12 of 31 questions answered, 3 s`. For the eye alone. */
export function AskProgress({ id }: { id: string }) {
  const { data } = useQuery(askProgressQuery(id));
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const startedAtMs = Date.now();
    const timer = setInterval(() => setSeconds(Math.round((Date.now() - startedAtMs) / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden="true" className="figure">
      {data !== undefined && data.asked > 0 && `${data.answered} of ${data.asked} questions answered, `}
      {seconds} s
    </span>
  );
}
