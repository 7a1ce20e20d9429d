import { Fact, Facts } from '@/components/feedback/facts';
import { Elapsed } from '@/components/feedback/relative-time';
import { formatBytes, formatPercent, UNKNOWN } from '@/lib/format';
import type { EngineSample, ServiceSample } from '@/lib/schemas/snapshot';

interface ServiceFactsProps {
  service: ServiceSample;
  engine: EngineSample;
}

export function ServiceFacts({ service, engine }: ServiceFactsProps) {
  const isRunning = engine.state === 'up' && service.state === 'running';
  const hasContainer = engine.state === 'up' && service.state !== 'absent';
  return (
    <Facts>
      <Fact name="Up for">
        <Elapsed atMs={isRunning ? service.startedAtMs : null} />
      </Fact>
      <Fact name="CPU, share of one core">{formatPercent(service.cpuPercent)}</Fact>
      <Fact name="Memory">
        {formatBytes(service.memoryBytes)}
        {service.memoryBytes !== null && service.memoryLimitBytes !== null && (
          <span className="font-normal text-quiet text-sm"> of {formatBytes(service.memoryLimitBytes)}</span>
        )}
      </Fact>
      <Fact name="Restarts by itself">{hasContainer ? service.restarts : UNKNOWN}</Fact>
      {hasContainer && service.exitCode !== null && !isRunning && (
        <Fact name="Ended with" isWide>
          exit code {service.exitCode}
          {service.oomKilled && ', killed: out of memory'}
        </Fact>
      )}
      <Fact name="Image" isWide>
        <span className="font-mono font-normal text-sm [overflow-wrap:anywhere]">{service.image}</span>
      </Fact>
    </Facts>
  );
}
