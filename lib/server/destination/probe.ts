import 'server-only';
import type { DestinationInput, ProbeResult } from '@/lib/schemas/wizard';
import type { ProbeTarget } from '../remote-write/findings';
import type { Impostor } from '../remote-write/impostor';
import { findImpostor, probeRemoteWrite } from '../remote-write/probe';
import { mergeDestination } from '../setup/answers/merge-answers';
import { readAnswers } from '../setup/answers/setup-answers';
import { readSettings } from '../sources/sources';
import { DEFAULT_USERNAME, type Destination, NO_PASSWORD } from '../stack/settings';

/** One empty remote-write request to what the form holds, with the secret that is set where it holds none. */
export async function testDestination(input: DestinationInput): Promise<ProbeResult> {
  const current = await readSettings();
  const answers = await readAnswers(current);
  return probeDestination(mergeDestination(input, answers.destination, current.destination));
}

/** The same for settings that are complete. */
export async function probeDestination({ kind, url, username, secret }: Destination): Promise<ProbeResult> {
  if (kind === 'local') {
    return {
      outcome: 'ok',
      message: 'Nothing to test: the store starts with the stack on this Pi.',
      hint: null,
      field: null,
      durationMs: 0,
    };
  }
  if (kind === 'grafana-cloud') return probeRemoteWrite({ kind, url: new URL(url), username, secret });
  return probeRemoteWrite(asVmagentAsks({ kind, url, username, secret }));
}

/** vmagent always sends a user name and a password, so a test does too. */
function asVmagentAsks({ kind, url, username, secret }: Destination): ProbeTarget {
  return {
    kind: kind === 'grafana-cloud' ? kind : 'other',
    url: new URL(url),
    username: username || DEFAULT_USERNAME,
    secret: secret || NO_PASSWORD,
  };
}

/**
 * What answers in the place of the destination in use; 'none': nothing does; null: it could not be asked. The store on
 * this Pi is not asked: no one can stand between it and vmagent.
 */
export async function askForImpostor(): Promise<Impostor | 'none' | null> {
  const { destination } = await readSettings();
  if (destination.kind === 'local' || !/^https?:$/.test(URL.parse(destination.url)?.protocol ?? ''))
    return 'none';
  return findImpostor(asVmagentAsks(destination));
}
