import 'server-only';
import { formatDuration } from '@/lib/duration';
import { connectFault } from '../../outbound/connect-fault';
import type { Told } from '../../sampler/eye/eye';

/** What a fault of the moment is called: nothing is known of what was asked. */
const MOMENTARY = /^(?:limited|fault|unreached|no-host|stopped|odd)$/;

/** Whether it says nothing of the key and what it may do. */
export const isMomentary = ({ kind }: Told): boolean => MOMENTARY.test(kind);

export const STOPPED: Told = { kind: 'stopped', rank: 99, words: 'Not asked: the time was over.' };

/** A fault of the cloud's own: whoever asks for a person has no next round. */
export const asAsked = (found: Told): Told =>
  found.kind === 'fault' ? { ...found, fix: 'Ask again in a minute.' } : found;

/**
 * A clock's fault, with how far it is off: by a date without fractions, less than a second is nothing.
 * @param aheadMs null: not known
 */
export function withClock(found: Told, aheadMs: number | null): Told {
  if (aheadMs === null) return found;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds === 0) return found;
  const minutes = seconds < 60 ? '' : `${Math.floor(seconds / 60)} min `;
  const span = seconds < 3600 ? `${minutes}${seconds % 60} s` : formatDuration(seconds);
  return { ...found, words: `${found.words} It is ${span} ${aheadMs < 0 ? 'behind' : 'ahead'}.` };
}

/** What a connection that gave no answer means. @param code Node's, or that of an OutboundError */
export function silenceOf(code: string, host: string, port: number): Told {
  const { kind, message, hint, cause } = connectFault(code, host, port);
  return {
    kind: kind === 'unknown-host' ? 'no-host' : 'unreached',
    rank: 99,
    words: message,
    cause,
    fix: hint,
  };
}

/** An answer that is good by its status, and none that the cloud gives. @param what was asked: `tag:GetResources` */
export const oddAnswer = (cloud: string, what: string): Told => ({
  kind: 'odd',
  rank: 99,
  words: `What answers ${what} is not ${cloud}, or says too much at once.`,
  fix: `Check the internet connection of this Pi: a login page or a proxy may be between it and ${cloud}.`,
});
