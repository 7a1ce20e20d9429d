import { z } from 'zod';
import { line, secretLine } from '../text/line';
import { secretInfoSchema } from '../wizard';

/** `PUT /api/grafana`: where Weir puts its dashboards and alert rules, and with which service account. */
export const grafanaInputSchema = z.strictObject({
  /** `https://<stack>.grafana.net`, or another Grafana; checked as every address outside. */
  address: line(1024),
  /** Of a service account (`glsa_…`); left out: the one that is set, which belongs to the address that it was given for. */
  token: secretLine(4096).optional(),
});
export type GrafanaInput = z.infer<typeof grafanaInputSchema>;

export const grafanaThingKinds = ['folder', 'dashboard', 'rules'] as const;

/** How a thing stands in Grafana beside what Weir would put there now. */
export const grafanaStandings = [
  'absent',
  'same',
  /** As Weir put it there, and Weir would put another one there now. */
  'older',
  /** Somebody changed it in Grafana since Weir put it there. */
  'changed-there',
  /** Weir did not make it: its name is taken. */
  'foreign',
] as const;

/** What becomes of a thing, of one that somebody changed or made where it is named: a group of rules that are all off goes. */
const grafanaActs = ['created', 'updated', 'removed', 'same'] as const;

export const grafanaThingSchema = z.object({
  /** `weir`, or the uid of a dashboard, or `alerts-` and the name of a group of rules, which is that of its dashboard. */
  id: z.string(),
  kind: z.enum(grafanaThingKinds),
  title: z.string(),
  standing: z.enum(grafanaStandings),
  act: z.enum(grafanaActs),
  /** Where it is looked at; null: it is not there. At the address of Grafana, always. */
  url: z.string().nullable(),
});
export type GrafanaThing = z.infer<typeof grafanaThingSchema>;

const refused = z.object({
  state: z.literal('refused'),
  /** Sentences of Weir’s own. */
  message: z.string(),
  hint: z.string(),
  /** What Grafana says that the token lacks, e.g. `dashboards:create`; null: another reason. */
  permission: z.string().nullable(),
});

/** `POST /api/grafana/preview`: what is there, and so what would be done. Changes nothing. */
export const grafanaPreviewSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    /** Which data source the dashboards and rules will read; null: there is no Prometheus in this Grafana. */
    dataSource: z.object({ uid: z.string(), name: z.string() }).nullable(),
    things: z.array(grafanaThingSchema),
  }),
  refused,
]);
export type GrafanaPreview = z.infer<typeof grafanaPreviewSchema>;

/**
 * `POST /api/grafana/apply`: things that somebody changed there, or that are not Weir’s, are left alone unless named.
 * `POST /api/grafana/remove`: the same of those that were changed; what is not Weir’s stays there in any case.
 */
export const grafanaApplySchema = z.strictObject({
  /** Of the Grafana that the reader looks at: another one, set in between, is left alone. */
  address: line(1024),
  overwrite: z.array(line(64)).max(20).default([]),
});
export type GrafanaApply = z.output<typeof grafanaApplySchema>;

/** `POST /api/grafana/apply`, `POST /api/grafana/remove`: one thing after the other; what was done stays done. */
export const grafanaResultSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('done'),
    things: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(grafanaThingKinds),
        title: z.string(),
        outcome: z.enum([...grafanaActs, 'left']),
        url: z.string().nullable(),
      }),
    ),
  }),
  /** It stopped at a thing, named in the message. */
  refused,
]);
export type GrafanaResult = z.infer<typeof grafanaResultSchema>;

/** `GET /api/grafana`, and the answer of `PUT` and `DELETE /api/grafana`. */
export const grafanaViewSchema = z.object({
  /** Empty: none is set. */
  address: z.string(),
  token: secretInfoSchema,
  /** When this Weir last put its things there, and of which version; null: never. */
  put: z
    .object({
      atMs: z.number().int(),
      version: z.string(),
      /** Weir would put others there now, or only a part was put; null: what ships cannot be read. */
      isOutOfStep: z.boolean().nullable(),
    })
    .nullable(),
});
export type GrafanaView = z.infer<typeof grafanaViewSchema>;
