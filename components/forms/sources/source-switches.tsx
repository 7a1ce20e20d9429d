'use client';

import { useQuery } from '@tanstack/react-query';
import { Boxes, Cloud, CloudCog, Cpu } from 'lucide-react';
import { useEffect } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Callout } from '@/components/ui/callout';
import { checkSources, sourceImagesQuery } from '@/lib/queries/wizard';
import type { Forecast } from '@/lib/schemas/budget';
import type { ImageSupply } from '@/lib/schemas/images';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { WizardState } from '@/lib/schemas/wizard';
import { useAnnounce } from '../announcer';
import { checkFailure } from '../field-status';
import { useLiveCheck } from '../use-live-check';
import { AwsFields } from './aws-fields';
import { forecastWords } from './forecast-words';
import { GcpFields } from './gcp-fields';
import { checkableSources, type SourcesFields } from './source-forms';
import { SourceSwitch } from './source-switch';

interface SourceSwitchesProps {
  saved: WizardState['sources'];
  /** What each source that is off would add, where that is known. */
  forecasts?: readonly Forecast[] | undefined;
  /** Why AWS's regions cannot be changed here. */
  lockedRegions?: string | undefined;
}

/** The panel could not be asked. */
const NOT_TOLD: ImageSupply = {
  state: 'unknown',
  words: 'Whether something has to be downloaded is unknown: the panel did not answer.',
};

/** The sources, each with its switch and, while it is on, its credentials with a live check. */
export function SourceSwitches({ saved, forecasts = [], lockedRegions }: SourceSwitchesProps) {
  const announce = useAnnounce();
  const { control } = useFormContext<SourcesFields>();
  const fields = useWatch({ control }) as SourcesFields;
  const { check } = useLiveCheck(checkableSources(fields), checkSources);
  const { aws, gcp } = check.state === 'done' ? check.result : { aws: null, gcp: null };
  const spoken = [aws?.message, gcp?.message].filter(Boolean).join(' ');
  const hasNone = ![fields.pi, fields.containers, fields.aws, fields.gcp].some((source) => source.enabled);

  const forecast = (source: SourceId) => {
    const found = forecasts.find((each) => each.source === source);
    return found && forecastWords(found);
  };

  const images = useQuery(sourceImagesQuery());
  const supply = (source: SourceId): ImageSupply | null => {
    if (images.isPending) return null;
    return images.data?.sources.find((each) => each.source === source) ?? NOT_TOLD;
  };

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  return (
    <>
      <SourceSwitch
        name="pi"
        forecast={forecast('pi')}
        supply={supply('pi')}
        icon={Cpu}
        label="This Pi"
        description="Processor, memory, disk, network and temperature. No account needed."
      />
      <SourceSwitch
        name="containers"
        forecast={forecast('containers')}
        supply={supply('containers')}
        icon={Boxes}
        label="Containers"
        description="What each container uses: processor, memory, network, disk."
      />
      <SourceSwitch
        name="aws"
        forecast={forecast('aws')}
        supply={supply('aws')}
        icon={Cloud}
        label="AWS"
        description="Lambda, SQS, ECS and API Gateway, read from CloudWatch. AWS bills each read: at one every 5 minutes about 0.09 US dollars a month for each metric of each resource."
      >
        <AwsFields saved={saved} check={check} result={aws} lockedRegions={lockedRegions} />
      </SourceSwitch>
      <SourceSwitch
        name="gcp"
        forecast={forecast('gcp')}
        supply={supply('gcp')}
        icon={CloudCog}
        label="Google Cloud"
        description="Cloud Run, Pub/Sub and Functions, read from Cloud Monitoring. Up to a million series a month are free."
      >
        <GcpFields savedEmail={saved?.gcp.keyEmail ?? null} check={check} result={gcp} />
      </SourceSwitch>
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
    </>
  );
}
