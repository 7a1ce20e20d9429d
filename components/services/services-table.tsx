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

/** For screens with room for columns; `ServiceCards` is for the others. */
export function ServicesTable({ services, engine }: ServicesProps) {
  return (
    <div className="hidden overflow-hidden rounded-lg border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-line border-b text-quiet text-xs">
          <tr>
            <th className="px-4 py-2.5 font-normal">Service</th>
            <th className="w-36 px-2 py-2.5 font-normal">State</th>
            <th className="w-20 px-2 py-2.5 text-right font-normal">CPU</th>
            <th className="w-24 px-2 py-2.5 text-right font-normal">Memory</th>
            <th className="w-20 px-2 py-2.5 text-right font-normal">Restarts</th>
            <th className="w-28 px-4 py-2.5 text-right font-normal">Up for</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {services.map((service) => (
            <Row key={service.name} service={service} engine={engine} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ service, engine }: { service: ServiceSample; engine: EngineSample['state'] }) {
  const hasContainer = engine === 'up' && service.state !== 'absent';
  return (
    <tr>
      <th scope="row" className="px-4 py-3 font-normal">
        <AppLink
          href={`/services/${service.name}`}
          className="font-strong underline-offset-4 hover:underline"
        >
          {service.name}
        </AppLink>
        <span className="ml-2 text-quiet">{component(service.name).role}</span>
        <span title={service.image} className="block truncate font-mono text-quiet text-xs">
          {service.image}
        </span>
      </th>
      <td className="px-2 py-3">
        <StatePill {...serviceLook(service, engine)} isBare />
      </td>
      <td className="figure px-2 py-3 text-right">{formatPercent(service.cpuPercent)}</td>
      <td className="figure px-2 py-3 text-right">{formatBytes(service.memoryBytes)}</td>
      <td className="figure px-2 py-3 text-right">{hasContainer ? service.restarts : UNKNOWN}</td>
      <td className="figure px-4 py-3 text-right">
        <Elapsed atMs={engine === 'up' && service.state === 'running' ? service.startedAtMs : null} />
      </td>
    </tr>
  );
}
