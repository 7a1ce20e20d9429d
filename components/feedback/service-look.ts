import {
  CircleDashed,
  CirclePause,
  CircleX,
  type LucideIcon,
  MonitorCheck,
  Power,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react';
import type { Tone } from '@/components/ui/tone';
import type { ServiceSample, Snapshot } from '@/lib/schemas/snapshot';

export interface ServiceLook {
  tone: Tone;
  word: string;
  icon?: LucideIcon;
}

const STATES: Record<
  Exclude<ServiceSample['state'], 'running' | 'absent' | 'exited' | 'dead'>,
  ServiceLook
> = {
  created: { tone: 'unknown', word: 'Created', icon: CircleDashed },
  paused: { tone: 'waiting', word: 'Paused', icon: CirclePause },
  restarting: { tone: 'waiting', word: 'Restarting', icon: RefreshCw },
  removing: { tone: 'unknown', word: 'Removing', icon: CircleDashed },
};

/** The panel shows this page, so it runs: without a running container it was started directly on this machine. */
export function isOutsideDocker({ name, state }: ServiceSample): boolean {
  return name === 'weir' && (state === 'absent' || state === 'exited' || state === 'dead');
}

/** A service's state and health as one word. With the engine away nothing is known, whatever was known before. */
export function serviceLook(service: ServiceSample, engine: Snapshot['engine']['state']): ServiceLook {
  if (engine !== 'up') return { tone: 'unknown', word: 'Unknown' };
  if (isOutsideDocker(service)) return { tone: 'unknown', word: 'Outside Docker', icon: MonitorCheck };
  const { state, health, enabled } = service;
  if (state === 'absent') {
    return enabled
      ? { tone: 'losing', word: 'No container', icon: CircleX }
      : { tone: 'unknown', word: 'Off', icon: Power };
  }
  if (state === 'exited' || state === 'dead') {
    return enabled
      ? { tone: 'losing', word: 'Stopped', icon: CircleX }
      : { tone: 'unknown', word: 'Off', icon: Power };
  }
  if (state !== 'running') return STATES[state];
  if (health === 'unhealthy') return { tone: 'waiting', word: 'Unhealthy', icon: TriangleAlert };
  if (health === 'starting') return { tone: 'unknown', word: 'Starting', icon: RefreshCw };
  return { tone: 'arriving', word: health === 'healthy' ? 'Healthy' : 'Running' };
}
