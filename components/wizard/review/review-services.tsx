import { Check, CircleAlert, CircleHelp, Download, Hammer, type LucideIcon } from 'lucide-react';
import { Card, Section } from '@/components/ui/card';
import { component } from '@/lib/pipeline/components';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';

type ReviewedService = LaunchPreview['services'][number];

/** The services that will run, and whether their images are here already. */
export function ReviewServices({ services }: { services: readonly ReviewedService[] }) {
  return (
    <Section title="Services">
      <Card>
        <ul className="divide-y divide-line">
          {services.map(({ name, image, supply }) => (
            <li
              key={name}
              className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3"
            >
              <span className="flex flex-wrap items-baseline gap-x-2">
                <strong className="font-strong">{name}</strong>
                <span className="text-quiet text-sm">{component(name).role}</span>
              </span>
              <ImageState state={supply.state} />
              <code className="w-full break-all font-mono text-quiet text-xs">{image}</code>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

const images: Record<ReviewedService['supply']['state'], { icon: LucideIcon; words: string }> = {
  here: { icon: Check, words: 'image is here' },
  download: { icon: Download, words: 'will be downloaded' },
  build: { icon: Hammer, words: 'will be built here' },
  none: { icon: CircleAlert, words: 'is not available here' },
  unknown: { icon: CircleHelp, words: 'image unknown' },
};

function ImageState({ state }: { state: ReviewedService['supply']['state'] }) {
  const { icon: Icon, words } = images[state];
  return (
    <span className="flex items-center gap-1.5 text-quiet text-sm">
      <Icon aria-hidden="true" className="size-4" />
      {words}
    </span>
  );
}
