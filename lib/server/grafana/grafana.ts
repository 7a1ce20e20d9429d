import 'server-only';
import type {
  GrafanaApply,
  GrafanaInput,
  GrafanaPreview,
  GrafanaResult,
  GrafanaView,
} from '@/lib/schemas/grafana/grafana';
import { AppError } from '../errors';
import type { Call } from '../http/call';
import { inTurn } from '../wait';
import { accessFrom } from './access';
import { type Applied, type Applying, applySet } from './apply';
import { createAsk } from './ask';
import { forgetGrafana, type GrafanaState, readGrafana, saveGrafana } from './grafana-state';
import { Refusal } from './refusal';
import { removeSet } from './remove';
import { readShipped } from './shipped';
import { actOn, planned } from './standing';
import { readThere } from './there';
import { grafanaView, shownThing } from './view';

/** One at a time: each begins with what the one before it left, here and there. */
const inLine = <T>(work: () => Promise<T>) => inTurn('grafana', work);

export async function showGrafana(): Promise<GrafanaView> {
  return viewOf(await readGrafana());
}

/** @throws AppError bad-request at the field that is wrong */
export async function setGrafana({ body }: Call<GrafanaInput>): Promise<GrafanaView> {
  return inLine(async () => {
    const saved = await readGrafana();
    const access = accessFrom(body, saved);
    // What was put elsewhere says nothing of what is here.
    const put = saved?.address === access.address ? saved.put : null;
    await saveGrafana({ ...access, put });
    return viewOf({ ...access, put });
  });
}

/** Forgets address and token; what was put there stays there. */
export async function dropGrafana(): Promise<GrafanaView> {
  return inLine(async () => {
    await forgetGrafana();
    return viewOf(null);
  });
}

/** What is there, and so what would be done. Changes nothing. @throws AppError bad-request, invalid-stack */
export async function previewGrafana(): Promise<GrafanaPreview> {
  return inLine(async () => {
    const { state, set, ask } = await begin([]);
    try {
      const there = await readThere(ask, set);
      const things = planned(set, there, state.put).map((thing) => ({
        ...shownThing(state.address, thing, thing.standing !== 'absent'),
        standing: thing.standing,
        act: actOn(thing),
      }));
      return { state: 'read' as const, dataSource: there.dataSource, things };
    } catch (error) {
      if (error instanceof Refusal) return error.answer();
      throw error;
    }
  });
}

/** @throws AppError bad-request, revision-conflict, invalid-stack */
export const applyGrafana = ({ body }: Call<GrafanaApply>): Promise<GrafanaResult> =>
  change(body, (given) => applySet(given, Date.now()));

/** @throws AppError bad-request, revision-conflict, invalid-stack */
export const removeFromGrafana = ({ body }: Call<GrafanaApply>): Promise<GrafanaResult> =>
  change(body, removeSet);

async function change(
  { address, overwrite }: GrafanaApply,
  work: (given: Applying) => Promise<Applied>,
): Promise<GrafanaResult> {
  return inLine(async () => {
    const { state, ...given } = await begin(overwrite);
    if (address !== state.address)
      throw new AppError('revision-conflict', 'Another Grafana was set in between. Nothing was done.', {
        hint: 'Look at what would be done in that one, then decide.',
      });
    const { result, put } = await work(given);
    await saveGrafana({ ...state, put });
    return result;
  });
}

async function begin(overwrite: readonly string[]): Promise<Applying & { state: GrafanaState }> {
  const state = await readGrafana();
  if (state === null)
    throw new AppError('bad-request', 'No Grafana is set.', {
      hint: 'Enter its address and the token of a service account first.',
    });
  const { address, put } = state;
  return { state, address, put, overwrite, set: await readShipped(), ask: createAsk(state) };
}

/** A set that cannot be read is a matter of applying it; the address and the token are shown all the same. */
async function viewOf(state: GrafanaState | null): Promise<GrafanaView> {
  const isAsked = state !== null && state.put !== null;
  return grafanaView(state, isAsked ? await readShipped().catch(() => null) : null);
}
