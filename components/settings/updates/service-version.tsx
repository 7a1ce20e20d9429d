'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { StatePill } from '@/components/ui/state-pill';
import { component } from '@/lib/pipeline/components';
import { useIsGoingBack } from '@/lib/queries/updates/updates';
import type { Served } from '@/lib/schemas/updates/updates';
import { OtherVersion } from './other-version';
import { OutsideVersion } from './outside-version';
import type { Chosen } from './typed-version';
import { UpdateQuestion } from './update-question';
import { ageWords, dayWords, nothingWords, shortDigest } from './update-words';

interface ServiceVersionProps {
  served: Served;
  listDate: string | null;
  revision: string;
  /** Another change is being made. */
  isBusy: boolean;
  onStarted: (taskId: string | null) => void;
}

/** One service: what runs, and what it may be brought to. */
export function ServiceVersion({ served, listDate, revision, isBusy, onStarted }: ServiceVersionProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { service, version, digest, bad, refused, closed } = served;
  return (
    <li className="flex flex-col gap-2 px-4 py-4">
      <div>
        <div className="flex items-baseline justify-between gap-3">
          <h3 className="font-strong">{service}</h3>
          <span className="figure wrap-anywhere font-strong">{version ?? 'no version'}</span>
        </div>
        <Trial goesBackTo={served.goesBackTo} />
        <p className="text-quiet text-sm">{component(service).role}</p>
        <p className="wrap-anywhere text-quiet text-xs">
          {served.repository}
          {digest !== null && <> · {shortDigest(digest)}</>}
          {served.from === 'built' && <> · updates come from {served.home}</>}
        </p>
      </div>
      {bad !== null && <StatePill tone="losing" word="Known to be bad" className="self-start" />}
      {bad !== null && <p className="text-sm">{bad}</p>}
      <Offered served={served} listDate={listDate} isBusy={isBusy} onChoose={setChosen} />
      {served.outside !== null && (
        <OutsideVersion outside={served.outside} closed={closed} isBusy={isBusy} onChoose={setChosen} />
      )}
      {refused.map(({ version: name, why }) => (
        <p key={name} className="text-sm">
          {name} is not offered: {why}
        </p>
      ))}
      {closed === null ? (
        <OtherVersion served={served} isBusy={isBusy} onChoose={setChosen} />
      ) : (
        <p className="text-sm">{closed}</p>
      )}
      {chosen !== null && (
        <UpdateQuestion
          served={served}
          chosen={chosen}
          revision={revision}
          onClose={() => setChosen(null)}
          onStarted={onStarted}
        />
      )}
    </li>
  );
}

function Trial({ goesBackTo }: Pick<Served, 'goesBackTo'>) {
  const isGoingBack = useIsGoingBack();
  if (goesBackTo === null) return null;
  const word = isGoingBack ? `Going back to ${goesBackTo}` : 'On trial';
  return <StatePill tone="waiting" word={word} className="my-1" />;
}

interface OfferedProps extends Pick<ServiceVersionProps, 'served' | 'listDate' | 'isBusy'> {
  onChoose: (chosen: Chosen) => void;
}

function Offered({ served, listDate, isBusy, onChoose }: OfferedProps) {
  const { offered, closed } = served;
  if (offered === null) return <p className="text-quiet text-sm">{nothingWords(served, listDate)}</p>;
  const { version, notes, waitsUntil, lacks, digest } = offered;
  const isReady = waitsUntil === null && lacks.length === 0;
  return (
    <div className="flex flex-col gap-2 rounded-md bg-sunken p-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="figure font-strong">{version}</span>
        <span className="text-quiet text-sm">{ageWords(offered)}</span>
        {waitsUntil !== null && <StatePill tone="waiting" word={`Waits until ${dayWords(waitsUntil)}`} />}
      </p>
      <p className="text-sm">{notes}</p>
      <p className="text-quiet text-xs">
        {digest === null
          ? 'The list has no digest of it: it is taken by its tag.'
          : `Taken as ${shortDigest(digest)}.`}
      </p>
      {lacks.map((words) => (
        <p key={words} className="text-sm">
          {words}
        </p>
      ))}
      {closed === null && lacks.length === 0 && (
        <div>
          <Button
            variant={isReady ? 'primary' : 'secondary'}
            disabled={isBusy}
            onClick={() => onChoose({ tag: version })}
          >
            {isReady ? `Update to ${version}` : 'Update all the same'}
          </Button>
        </div>
      )}
    </div>
  );
}
