import 'server-only';
import { z } from 'zod';
import { readState, removeState, writeState } from '../files/state/state-store';

const STATE = 'grafana';

/** What Weir remembers of one thing that it has put there, or has found as its own. */
const keptSchema = z.object({
  stamp: z.string(),
  /** Of a dashboard: the version that Grafana gave it. Of rules: the digest of what Grafana answered. */
  there: z.union([z.number(), z.string()]),
});
export type Kept = z.infer<typeof keptSchema>;

const putSchema = z.object({
  atMs: z.number().int(),
  /** Of Weir. */
  version: z.string(),
  /** Digest of the set; empty: only a part of it was put. */
  digest: z.string(),
  /** Which the rules were made for. */
  dataSource: z.string(),
  things: z.record(z.string(), keptSchema),
});
export type Put = z.infer<typeof putSchema>;

/** `.weir/grafana.json` */
export const grafanaStateSchema = z.object({
  /** Without a slash at the end. */
  address: z.string(),
  /** Of a service account; it belongs to this address and goes to no other. */
  token: z.string(),
  /** Null: nothing was put there yet. */
  put: putSchema.nullable(),
});
export type GrafanaState = z.infer<typeof grafanaStateSchema>;

/** Null: no Grafana is set. @throws AppError invalid-stack when the file is damaged */
export const readGrafana = (): Promise<GrafanaState | null> => readState(STATE, grafanaStateSchema);

/** @throws AppError disk-full; what was saved before stays */
export const saveGrafana = (state: GrafanaState): Promise<void> => writeState(STATE, state);

export const forgetGrafana = (): Promise<void> => removeState(STATE);
