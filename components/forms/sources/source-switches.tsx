'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { sourceIcons } from '@/components/feedback/source-look';
import { Callout } from '@/components/ui/callout';
import { offeredSources, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { checkSources, sourceImagesQuery } from '@/lib/queries/wizard';
import type { Forecast } from '@/lib/schemas/budget';
import type { ImageSupply } from '@/lib/schemas/images';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesOf } from '@/lib/schemas/sources-of';

import { useAnnounce } from '../announcer';
import { checkFailure } from '../field-status';
import type { SavedSources, SourceFinding } from '../source-part';
import { useLiveCheck } from '../use-live-check';
import { AskedOf } from './ask/asked-of';
import { forecastWords } from './forecast-words';
import { PriceTag } from './price/price-tag';
import { usePrice } from './price/use-price';
import { checkableSources, estimatesOf, type SourcesFields } from './source-forms';
import { sourceParts } from './source-parts';
import { SourceSwitch } from './source-switch';

interface SourceSwitchesProps {
  of: SourcesOf;
  saved: SavedSources;
  /** What each source that is off would add, where that is known. */
  forecasts?: readonly Forecast[] | undefined;
  /** What an edit by hand keeps from being changed here, with the reason. */
  locked?: Settings['locked'];
}

/** The panel could not be asked. */
const NOT_TOLD: ImageSupply = {
  state: 'unknown',
  words: 'Whether something has to be downloaded is unknown: the panel did not answer.',
};

/** The sources, each with its switch and, while it is on, its credentials with a live check. */
export function SourceSwitches({ of, saved, forecasts = [], locked = {} }: SourceSwitchesProps) {
  const announce = useAnnounce();
  const { control } = useFormContext<SourcesFields>();
  const fields = useWatch({ control }) as SourcesFields;
  const { check } = useLiveCheck(checkableSources(fields), (input, signal) =>
    checkSources(of, input, signal),
  );
  const findings: Partial<Record<SourceId, SourceFinding | null>> =
    check.state === 'done' ? check.result : {};
  const spoken = Object.values(findings)
    .map((finding) => finding?.message)
    .filter(Boolean)
    .join(' ');
  const hasNone = !Object.values(fields).some((source) => source.enabled);

  const forecast = (source: SourceId) => {
    const found = forecasts.find((each) => each.source === source);
    return found && forecastWords(found);
  };

  const price = usePrice(estimatesOf(fields));
  const images = useQuery(sourceImagesQuery());
  const supply = (source: SourceId): ImageSupply | null => {
    if (images.isPending) return null;
    return images.data?.sources.find((each) => each.source === source) ?? NOT_TOLD;
  };

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  return (
    <AskedOf value={of}>
      {offeredSources.map((source) => {
        const { Fields } = sourceParts[source];
        return (
          <SourceSwitch
            key={source}
            name={source}
            forecast={forecast(source)}
            supply={supply(source)}
            icon={sourceIcons[source]}
            label={sourceWords(source)}
            description={sourceRecord(source).description}
          >
            {Fields && (
              <>
                <Fields saved={saved} check={check} finding={findings[source] ?? null} locked={locked} />
                <PriceTag source={source} price={price} />
              </>
            )}
          </SourceSwitch>
        );
      })}
      {hasNone && (
        <Callout tone="waiting" title="Nothing is switched on.">
          <p>Only Weir’s own numbers would be sent. Leave at least “This Pi” on to see data arrive.</p>
        </Callout>
      )}
      {check.state === 'failed' && (
        <Callout tone="unknown" title="The credentials could not be checked">
          <p>{checkFailure(check.error)}</p>
        </Callout>
      )}
    </AskedOf>
  );
}
