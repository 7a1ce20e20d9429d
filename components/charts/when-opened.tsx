import { type ReactNode, useEffect, useRef, useState } from 'react';

/** What stands behind a fold and takes long to draw: it is made when the fold is first opened. */
export function WhenOpened({ children }: { children: () => ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [wasOpened, setWasOpened] = useState(false);
  useEffect(() => {
    const fold = place.current?.closest('details');
    const look = () => fold?.open && setWasOpened(true);
    look();
    fold?.addEventListener('toggle', look);
    return () => fold?.removeEventListener('toggle', look);
  }, []);
  return <div ref={place}>{wasOpened && children()}</div>;
}
