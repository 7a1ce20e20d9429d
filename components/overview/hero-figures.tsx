'use client';

import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { formatBytes, formatNumber } from '@/lib/format';
import { intervalWords, nextDeliveryWords } from '@/lib/next-delivery';
import { useNowMs } from '@/lib/queries/now';
import { useSnapshot } from '@/lib/queries/snapshot';

/** The figures that belong to the verdict, beside it: they move, the sentence does not. */
export function HeroFigures() {
  const delivery = useSnapshot((snapshot) => snapshot.delivery);
  const buffer = useSnapshot((snapshot) => snapshot.buffer);
  if (!delivery || !buffer) return null;

  const isDelivering = delivery.state === 'delivering';
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3 empty:hidden md:flex-nowrap">
      {isDelivering && delivery.samplesPerSecond !== null && (
        <Figure name="samples a second">{formatNumber(delivery.samplesPerSecond)}</Figure>
      )}
      {!isDelivering && buffer.bytes !== null && buffer.bytes > 0 && (
        <Figure name="waiting in the buffer">{formatBytes(buffer.bytes)}</Figure>
      )}
      {delivery.lastSuccessAtMs !== null && (
        <Figure name={isDelivering ? 'newest delivery' : 'last delivery'}>
          <RelativeTime atMs={delivery.lastSuccessAtMs} />
          {(isDelivering || delivery.state === 'stalled') && <NextDelivery atMs={delivery.lastSuccessAtMs} />}
        </Figure>
      )}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-28 flex-col-reverse">
      <dt className="text-sm">{name}</dt>
      <dd className="figure font-strong text-xl">{children}</dd>
    </div>
  );
}

/** What is normal for the intervals in use: at 300 s a delivery 4 min ago is none to worry about. */
function NextDelivery({ atMs }: { atMs: number }) {
  const targets = useSnapshot((snapshot) => snapshot.targets);
  const nowMs = useNowMs();
  const words = targets && nowMs !== 0 ? nextDeliveryWords(atMs, targets, nowMs) : null;
  const intervals = intervalWords(targets ?? []);
  if (!words) return null;
  return (
    <span
      className="block font-normal text-sm"
      title={intervals ? `Sources are read ${intervals}.` : undefined}
    >
      {words}
    </span>
  );
}
