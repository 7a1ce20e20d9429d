import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { durationSeconds } from '@/lib/scrape-duration';

/**
 * What Weir puts into Grafana says itself what it was when it was put there: a digest, in a tag of a dashboard and in an
 * annotation of each rule. So another Pi’s Weir, and one that has lost its notes, can tell its own from what was changed.
 * Grafana adds fields (id, version, defaults), so the digest is of what is asked, said and drawn by colour, and of nothing else.
 * That somebody saved the rest tells the version of the dashboard, which the tag has too: Grafana counts each save.
 */
const TAG = /^weir:([a-f0-9]{12})(?:\.([1-9]\d{0,8}))?$/;
const STAMP = /^[a-f0-9]{12}$/;
/** Grafana shows nobody an annotation between such underscores. */
const ANNOTATION = '__weir__';
const DIGITS = 12;
/** A dashboard of Weir’s has a third of it. */
const MAX_DEPTH = 30;

/** Untrusted where they are Grafana’s. */
export type Json = Record<string, unknown>;
export type Group = z.infer<typeof groupSchema>;

const text = z.string().nullish();
const texts = z.record(z.string(), z.string()).nullish();

export const groupSchema = z.object({
  name: z.string(),
  interval: text,
  rules: z.array(
    z.object({ alert: text, expr: z.string(), for: text, labels: texts, annotations: texts }).loose(),
  ),
});

const targetSchema = z.object({ expr: text, legendFormat: text, instant: z.boolean().nullish() });
const panelSchema = z.object({
  type: z.string(),
  title: text,
  description: text,
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }).nullish(),
  targets: z.array(targetSchema).nullish(),
  fieldConfig: z
    .object({
      defaults: z
        .object({
          unit: text,
          mappings: z.array(z.unknown()).nullish(),
          thresholds: z
            .object({
              steps: z.array(z.object({ value: z.number().nullish(), color: z.string() })).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
const queryText = z.union([z.string(), z.object({ query: z.string() }).transform(({ query }) => query)]);
const variableSchema = z.object({ type: z.string(), name: z.string(), query: queryText.nullish() });
const dashboardSchema = z.object({
  title: z.string(),
  description: text,
  templating: z.object({ list: z.array(variableSchema).nullish() }).nullish(),
  panels: z.array(panelSchema).nullish(),
});

/** The digest of a dashboard as it is; null: it is of no shape that Weir makes. */
export function digestOfDashboard(dashboard: Json): string | null {
  const { data } = dashboardSchema.safeParse(dashboard);
  return data && isFlat(data, MAX_DEPTH) ? digest(data) : null;
}

/** The digest of a group of rules as it is, its stamp left out. Durations count as seconds: `60m` comes back as `1h`. */
export function digestOfGroup({ interval, rules }: Group): string {
  const told = rules.map(({ for: wait, annotations, ...rule }) => {
    const { [ANNOTATION]: _, ...said } = annotations ?? {};
    return { ...rule, for: durationSeconds(wait ?? '0') ?? wait, annotations: said };
  });
  return digest({ interval: durationSeconds(interval ?? '') ?? interval, rules: told });
}

/** @param version that Grafana will give it; null: that is not known */
export function withStampedTags(dashboard: Json, stamp: string, version: number | null): Json {
  const tag = version === null ? `weir:${stamp}` : `weir:${stamp}.${version}`;
  return { ...dashboard, tags: [...tagsOf(dashboard).filter((one) => !TAG.test(one)), tag] };
}

/** What a dashboard says that it was, and in which version; null: it has no stamp, or does not say which. */
export function stampOfDashboard(dashboard: Json): { stamp: string | null; version: number | null } {
  for (const tag of tagsOf(dashboard)) {
    const [, stamp, version] = TAG.exec(tag) ?? [];
    if (stamp !== undefined) return { stamp, version: version === undefined ? null : Number(version) };
  }
  return { stamp: null, version: null };
}

export function withStampedRules(group: Group, stamp: string): Group {
  const rules = group.rules.map((rule) => ({
    ...rule,
    annotations: { ...rule.annotations, [ANNOTATION]: stamp },
  }));
  return { ...group, rules };
}

/** As that of a dashboard: the first that a rule of the group has. */
export function stampOfGroup({ rules }: Group): string | null {
  for (const { annotations } of rules) {
    const stamp = annotations?.[ANNOTATION];
    if (stamp !== undefined && STAMP.test(stamp)) return stamp;
  }
  return null;
}

const tagsOf = ({ tags }: Json): string[] =>
  Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];

/** Of a value whatever the order of its keys, without what is empty. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(value)) ?? '')
    .digest('hex')
    .slice(0, DIGITS);
}

/** Whether it is nested no deeper than so many levels; what is foreign may be nested without end. */
const isFlat = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((one) => isFlat(one, levels - 1)));

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, one]) => [key, inOrder(one)] as const)
    .filter(([, one]) => !isEmpty(one))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** As good as not there: Grafana writes some of these, and leaves others out. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === '' ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0);
