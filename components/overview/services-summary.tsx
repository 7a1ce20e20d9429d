'use client';

import { Elapsed } from '@/components/feedback/relative-time';
import { serviceLook } from '@/components/feedback/service-look';
import { AppLink } from '@/components/ui/app-link';
import { Section } from '@/components/ui/card';
import { StatePill } from '@/components/ui/state-pill';
import { formatBytes, formatPercent, UNKNOWN } from '@/lib/format';
import { component } from '@/lib/pipeline/components';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ServiceSample, Snapshot } from '@/lib/schemas/snapshot';

/** Which parts run, at a glance. Those that are switched off are counted, not listed. */
export function ServicesSummary() {
  const services = useSnapshot((snapshot) => snapshot.services);
  const engine = useSnapshot((snapshot) => snapshot.engine.state);
  if (!services || !engine) return null;
  const shown = services.filter(({ enabled, state }) => enabled || state !== 'absent');
  const off = services.length - shown.length;
  return (
    <Section
      title="Services"
      aside={
        <AppLink
          href="/services"
          className="touch inline-flex items-center text-accent text-sm underline-offset-4 hover:underline"
        >
          All services{off > 0 && ` (${off} off)`}
        </AppLink>
      }
    >
      <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-card">
        <table className="w-full text-left text-sm">
          <thead className="border-line border-b text-quiet text-xs">
            <tr>
              <th className="px-4 py-2 font-normal">Service</th>
              <th className="px-2 py-2 font-normal">State</th>
              <th className="hidden px-2 py-2 text-right font-normal sm:table-cell">CPU</th>
              <th className="hidden px-2 py-2 text-right font-normal sm:table-cell">Memory</th>
              <th className="hidden px-2 py-2 text-right font-normal md:table-cell">Restarts</th>
              <th className="whitespace-nowrap px-4 py-2 text-right font-normal">Up for</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {shown.map((service) => (
              <ServiceRow key={service.name} service={service} engine={engine} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function ServiceRow({ service, engine }: { service: ServiceSample; engine: Snapshot['engine']['state'] }) {
  const look = serviceLook(service, engine);
  const isKnown = engine === 'up';
  return (
    <tr className="h-11">
      <th scope="row" className="px-4 py-2 font-normal">
        <AppLink
          href={`/services/${service.name}`}
          className="font-strong underline-offset-4 hover:underline"
        >
          {service.name}
        </AppLink>
        <span className="ml-2 hidden text-quiet text-xs lg:inline">{component(service.name).role}</span>
      </th>
      <td className="px-2 py-2">
        <StatePill {...look} isBare />
      </td>
      <td className="figure hidden px-2 py-2 text-right sm:table-cell">
        {formatPercent(service.cpuPercent)}
      </td>
      <td className="figure hidden px-2 py-2 text-right sm:table-cell">{formatBytes(service.memoryBytes)}</td>
      <td className="figure hidden px-2 py-2 text-right md:table-cell">
        {isKnown && service.state !== 'absent' ? service.restarts : UNKNOWN}
      </td>
      <td className="figure px-4 py-2 text-right">
        <Elapsed atMs={isKnown && service.state === 'running' ? service.startedAtMs : null} />
      </td>
    </tr>
  );
}
