'use client';

import { type ComponentType, useEffect } from 'react';
import { PartMissing } from './part-missing';
import { Skeleton } from './skeleton';
import { useLater } from './use-later';

interface LaterProps<Props> {
  load: () => Promise<ComponentType<Props>>;
  /** What the part is shown with. */
  with: Props;
  /** Of the part, as a class: what is below must not move when it comes. */
  height: string;
  /** Said where it did not come: `The chart could not be loaded.` */
  missing: string;
}

/** A part of a page whose code is fetched when it is first shown. */
export function Later<Props extends object>({ load, with: props, height, missing }: LaterProps<Props>) {
  const { component: Part, want, isMissing } = useLater(load);
  useEffect(want, [want]);
  if (Part) return <Part {...props} />;
  return isMissing ? <PartMissing title={missing} /> : <Skeleton className={height} />;
}
