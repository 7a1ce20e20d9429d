'use client';

import { formatDuration } from '@/lib/duration';
import { sourceWords } from '@/lib/pipeline/components';
import { PRICES_READ } from '@/lib/pipeline/sources/prices';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { FormPrice, SourcePrice } from './use-price';
import {
  dollarsOf,
  isUnknown,
  listWords,
  loadWords,
  priceWords,
  range,
  roundWords,
  unknownWords,
} from './words';

/** Intervals that people choose between, in seconds. */
const INTERVALS = [60, 300, 900];

/** What a source costs as its form is filled in, what that is made of, and what all sources come to. */
export function PriceTag({ source, price }: { source: SourceId; price: FormPrice | null }) {
  const own = price?.sources.find((one) => one.source === source);
  if (!price || !own) return null;
  const cloud = sourceWords(source);
  const { estimate, everySeconds } = own;
  const words = priceWords(source, estimate, everySeconds, price.prices);
  const { most } = dollarsOf(source, estimate, everySeconds, price.prices);
  const { round } = estimate;
  const lines = isUnknown(estimate)
    ? []
    : [
        roundWords(estimate, everySeconds),
        listWords(estimate, everySeconds, price.prices),
        round.least !== round.most &&
          `From each metric once to each of its statistics: what ${cloud} says of how it counts differs.`,
      ];
  return (
    <section
      aria-label={`Price of ${cloud}`}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-sunken px-4 py-3 text-sm"
    >
      <p className="text-base" aria-live="polite">
        <span className="font-strong">
          {cloud}: {words}
        </span>
      </p>
      <ul className="flex flex-col gap-1">
        {[...lines, unknownWords(estimate)].map((line) => line && <li key={line}>{line}</li>)}
      </ul>
      {most > 0 && <OtherIntervals own={own} prices={price.prices} />}
      <p>
        <strong className="font-strong">All together: </strong>
        {sumWords(price)}
      </p>
      <p className="text-quiet text-xs">
        US dollars for 30 days, by the prices of {PRICES_READ} or those in .env, as if nothing else in the
        account used what is free.
      </p>
    </section>
  );
}

function OtherIntervals({ own, prices }: { own: SourcePrice; prices: FormPrice['prices'] }) {
  const { source, estimate, everySeconds } = own;
  const seconds = [...new Set([...INTERVALS, everySeconds])].sort((a, b) => a - b);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {seconds.map((each) => (
        <div key={each} className="flex gap-2">
          <dt className="text-quiet">
            every {formatDuration(each)}
            {each === everySeconds && ', now'}
          </dt>
          <dd className="figure">{range(dollarsOf(source, estimate, each, prices))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `about $3.10–$5.20 a month at AWS; Google Cloud free; 1,240 of the plan’s 10,000 series` */
function sumWords({ sources, prices, load, limits }: FormPrice): string {
  const clouds = sources.map(({ source, estimate, everySeconds }) => {
    const words = priceWords(source, estimate, everySeconds, prices);
    return `${sourceWords(source)} ${words}`;
  });
  const hasUnknown = sources.some(({ estimate }) => estimate.unknown.length > 0);
  const sent =
    load === null
      ? 'how many series go to the destination is not known yet'
      : `${hasUnknown ? 'at least ' : ''}${loadWords(load, limits)}`;
  return `${[...clouds, sent].join('; ')}.`;
}
