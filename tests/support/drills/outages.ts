import type { Events, TimelineEvent } from '../../../lib/schemas/event.ts';
import { sleep, waitFor } from '../run/exec.ts';
import { type Authority, makeAuthority } from '../stack/certificates.ts';
import type { Drill } from './drill.ts';
import type { Lane } from './lane.ts';

const OUTAGE_MS = 60_000;
const PANEL_AWAY_MS = 4000;

const timeline = async (lane: Lane): Promise<TimelineEvent[]> =>
  (await lane.panel.json<Events>('GET', '/api/events')).events;

const isBetween = (least: number, value: number, most: number) => least <= value && value <= most;

/** The panel does not run for a while, in the middle of an incident. */
function panelRestarted(): Drill {
  const finding = 'waiting-server-error';
  let incident: TimelineEvent | undefined;
  /** When the panel was told to end, had ended, was started again, and answered. */
  let times = { askedMs: 0, endedMs: 0, startedMs: 0, backMs: 0 };
  const ofIncident = async (lane: Lane) =>
    (await timeline(lane)).filter(({ subject }) => subject === finding);
  return {
    what: 'panel restarted in the middle of an incident',
    finding,
    claim: 'waiting',
    fault: ({ gate }) => {
      gate.answer = { status: 503, body: 'upstream' };
    },
    meanwhile: async (lane) => {
      incident = await waitFor('the incident', async () => (await ofIncident(lane))[0]);
      const askedMs = Date.now();
      const endedMs = await lane.stopPanel();
      await sleep(PANEL_AWAY_MS);
      const startedMs = Date.now();
      const backMs = await lane.startPanel();
      times = { askedMs, endedMs, startedMs, backMs };
      await lane.viewer.until('the page again', ({ atMs }) => atMs > backMs);
      await lane.viewer.found(finding);
    },
    mend: ({ gate }) => {
      gate.answer = null;
    },
    check: async (lane) => {
      const [now, ...others] = await waitFor('the end of the incident', async () => {
        const all = await ofIncident(lane);
        return all[0]?.toMs !== null && all;
      });
      if (now?.id !== incident?.id || now?.fromMs !== incident?.fromMs || others.length > 0)
        throw new Error(`It is not one incident: ${JSON.stringify([incident, now, ...others])}`);
      const away = (await timeline(lane)).filter(
        ({ kind, subject }) => kind === 'panel' && subject === 'down',
      );
      const [down] = away;
      const { fromMs = 0, toMs } = down ?? {};
      const isWhole =
        away.length === 1 &&
        isBetween(times.askedMs, fromMs, times.endedMs) &&
        isBetween(times.startedMs, toMs ?? 0, times.backMs);
      if (!isWhole)
        throw new Error(`The timeline has a hole beyond the down time: ${JSON.stringify({ away, times })}`);
      return `one incident, nobody watched for ${(((down?.toMs ?? 0) - (down?.fromMs ?? 0)) / 1000).toFixed(0)} s`;
    },
  };
}

/** No answer at all, or none that can be trusted. The lane's gate shows a certificate of `authority`. */
export function outageDrills(authority: Authority): Drill[] {
  const show =
    (by: Authority, days: number) =>
    ({ gate, store }: Lane) =>
      gate.useCertificate(by.issue(store.address, days));
  return [
    {
      what: 'outage of 60 s',
      finding: 'waiting-refused',
      claim: 'waiting',
      fault: ({ gate }) => gate.close(),
      isInBrowser: true,
      meanwhile: (_, { atMs }) => sleep(atMs + OUTAGE_MS - Date.now()),
      mend: ({ gate }) => gate.open(),
    },
    {
      what: 'certificate expired',
      finding: 'waiting-tls-time',
      claim: 'waiting',
      fault: show(authority, -1),
      mend: show(authority, 2),
    },
    {
      what: 'certificate of an authority that nobody knows',
      finding: 'waiting-tls',
      claim: 'waiting',
      fault: show(makeAuthority(), 2),
      mend: show(authority, 2),
    },
    panelRestarted(),
    {
      what: 'destination takes requests and says nothing',
      finding: 'delivery-slow',
      claim: 'waiting',
      // vmagent has a minute of patience and counts nothing until then; from 15 s on the silence itself is told.
      withinSeconds: 25,
      fault: ({ gate }) => {
        gate.answer = 'hang';
      },
      later: { finding: 'waiting-timeout', claim: 'waiting', withinSeconds: 75 },
      mend: ({ gate }) => {
        gate.answer = null;
        gate.breakOff();
      },
    },
  ];
}
