import {
  CircleCheck,
  CircleHelp,
  Clock,
  Gauge,
  Hash,
  KeyRound,
  Link2Off,
  LockKeyhole,
  type LucideIcon,
  PlugZap,
  SearchX,
  ServerCrash,
  ShieldAlert,
  UserRoundX,
  WifiOff,
} from 'lucide-react';
import type { Tone } from '@/components/ui/tone';
import type { ProbeResult } from '@/lib/schemas/wizard';

interface OutcomeFace {
  tone: Tone;
  icon: LucideIcon;
  title: string;
  /** Said at the field that is wrong. */
  atField: string;
}

/** Red: something entered here is wrong. Amber: it may be right and cannot be told now, or not for long. */
export const outcomeFaces: Record<ProbeResult['outcome'], OutcomeFace> = {
  ok: { tone: 'arriving', icon: CircleCheck, title: 'It works', atField: '' },
  'wrong-url': {
    tone: 'losing',
    icon: Link2Off,
    title: 'That host answers, but does not take data at this address',
    atField: 'Wrong path or host.',
  },
  'unknown-host': {
    tone: 'losing',
    icon: SearchX,
    title: 'There is no host of that name',
    atField: 'No such host: look for a typing mistake.',
  },
  'no-network': {
    tone: 'waiting',
    icon: WifiOff,
    title: 'This Pi has no connection to the internet',
    atField: '',
  },
  refused: {
    tone: 'waiting',
    icon: PlugZap,
    title: 'The host is there, but nothing listens at that port',
    atField: 'The connection is refused.',
  },
  timeout: { tone: 'waiting', icon: Clock, title: 'No answer in time', atField: 'No answer.' },
  'tls-error': {
    tone: 'losing',
    icon: ShieldAlert,
    title: 'The secure connection could not be made',
    atField: 'The certificate does not fit this address.',
  },
  'wrong-id': {
    tone: 'losing',
    icon: Hash,
    title: 'The instance ID is refused',
    atField: 'Refused: not the ID of this Prometheus.',
  },
  'wrong-token': {
    tone: 'losing',
    icon: KeyRound,
    title: 'The token is refused',
    atField: 'Refused: not a valid token.',
  },
  'wrong-id-or-token': {
    tone: 'losing',
    icon: UserRoundX,
    title: 'The two together are refused: the ID or the token is wrong',
    atField: 'Refused: this, or the one beside it.',
  },
  'missing-scope': {
    tone: 'losing',
    icon: LockKeyhole,
    title: 'The token is right, but may not send data',
    atField: 'It lacks the scope metrics:write.',
  },
  'rate-limited': {
    tone: 'waiting',
    icon: Gauge,
    title: 'It asks to send less for a moment',
    atField: '',
  },
  'server-error': {
    tone: 'waiting',
    icon: ServerCrash,
    title: 'It has a fault of its own',
    atField: '',
  },
  unexpected: {
    tone: 'unknown',
    icon: CircleHelp,
    title: 'It gave an answer that Weir does not know',
    atField: '',
  },
};

/** What stands at a field after a test: undefined unless the result points at it. */
export function markAt(field: string, result: ProbeResult | null): string | undefined {
  if (result === null || result.field !== field) return undefined;
  return outcomeFaces[result.outcome].atField || 'Look here first.';
}
