import type { Events, TimelineEvent } from '../../../lib/schemas/event.ts';
import { type Authority, makeAuthority } from '../certificates.ts';
import { sleep, waitFor } from '../exec.ts';
import type { Drill } from './drill.ts';
import type { Lane } from './lane.ts';

const OUTAGE_MS = 60_000;
const PANEL_AWAY_MS = 4000;

const timeline = async (lane: Lane): Promise<TimelineEvent[]> =>
  (await lane.panel.json<Events>('GET', '/api/events')).events;

/** The panel does not run for a while, in the middle of an incident. */
function panelRestarted(): Drill {
  const finding = 'waiting-server-error';
  let incident: TimelineEvent | undefined;
  let downMs = { from: 0, to: 0 };
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
      const from = Date.now();
      const endedAtMs = await lane.stopPanel();
      // Docker gives it ten seconds, then it is killed.
      if (endedAtMs - from > 5000) throw new Error(`It took ${endedAtMs - from} ms to end.`);
      await sleep(PANEL_AWAY_MS);
      downMs = { from, to: await lane.startPanel() };
      await lane.viewer.until('the page again', ({ atMs }) => atMs > downMs.to);
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
      const isWhole =
        away.length === 1 &&
        Math.abs((down?.fromMs ?? 0) - downMs.from) < 2000 &&
        Math.abs((down?.toMs ?? 0) - downMs.to) < 5000;
      if (!isWhole) throw new Error(`The timeline has a hole beyond the down time: ${JSON.stringify(away)}`);
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
