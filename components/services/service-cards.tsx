import { ChevronRight } from 'lucide-react';
import { Figure } from '@/components/feedback/figure';
import { Elapsed } from '@/components/feedback/relative-time';
import { serviceLook } from '@/components/feedback/service-look';
import { AppLink } from '@/components/ui/app-link';
import { StatePill } from '@/components/ui/state-pill';
import { formatBytes, formatPercent, UNKNOWN } from '@/lib/format';
import { component } from '@/lib/pipeline/components';
import type { EngineSample, ServiceSample } from '@/lib/schemas/snapshot';

interface ServicesProps {
  services: ServiceSample[];
  engine: EngineSample['state'];
}

/** The services on a phone: one card each, the whole card is the link. */
export function ServiceCards({ services, engine }: ServicesProps) {
  return (
    <ul className="flex flex-col gap-3 md:hidden">
      {services.map((service) => (
        <li key={service.name}>
          <AppLink
            href={`/services/${service.name}`}
            className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
          >
            <span className="flex items-center justify-between gap-3">
              <span className="min-w-0">
                <span className="block font-strong">{service.name}</span>
                <span className="block text-quiet text-xs">{component(service.name).role}</span>
              </span>
              <span className="flex items-center gap-1.5">
                <StatePill {...serviceLook(service, engine)} />
                <ChevronRight aria-hidden="true" className="size-4 text-quiet" />
              </span>
            </span>
            {service.state !== 'absent' && <Figures service={service} engine={engine} />}
          </AppLink>
        </li>
      ))}
    </ul>
  );
}

function Figures({ service, engine }: { service: ServiceSample; engine: EngineSample['state'] }) {
  const isRunning = engine === 'up' && service.state === 'running';
  return (
    <span className="grid grid-cols-4 gap-2">
      <Figure name="CPU">{formatPercent(service.cpuPercent)}</Figure>
      <Figure name="Memory">{formatBytes(service.memoryBytes)}</Figure>
      <Figure name="Restarts">{engine === 'up' ? service.restarts : UNKNOWN}</Figure>
      <Figure name="Up for">
        <Elapsed atMs={isRunning ? service.startedAtMs : null} />
      </Figure>
    </span>
  );
}
