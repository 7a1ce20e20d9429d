import { z } from 'zod';
import {
  durationProblem,
  filterProblem,
  type GcpServiceId,
  gcpDurationIds,
  gcpService,
  gcpServiceIds,
  gcpSwitchIds,
  prefixProblem,
} from '@/lib/pipeline/sources/gcp/services';
import { GCP_MOST_PROJECTS, gcpInputSchema, gcpProjectIdSchema, viewedOptions } from '@/lib/schemas/gcp/gcp';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { typedNumber } from '@/lib/typed-number';
import { refineSource, type SavedSources } from '../../source-part';

type Input = SourcesInput['gcp'];

const duration = z.string().trim();
const fieldsSchema = z.object({
  enabled: z.boolean(),
  projectId: z.string().trim(),
  moreProjects: z.array(z.string()),
  keyJson: z.string(),
  services: z.array(z.enum(gcpServiceIds)),
  prefixes: z.string(),
  filters: z.string(),
  windowSeconds: duration,
  offsetSeconds: duration,
  ingestDelay: z.boolean(),
  sumDeltas: z.boolean(),
  sumSeconds: duration,
  timeoutSeconds: duration,
});
export type GcpValues = z.input<typeof fieldsSchema>;

/** Why a project's ID cannot be one; null: it can. */
export const projectProblem = (id: string): string | null =>
  gcpProjectIdSchema.safeParse(id).error?.issues[0]?.message ?? null;

/** What is typed one a line, each once. */
const linesIn = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** What stands in the files stays while it runs, whatever its form; what is new must be of a form that works. */
const rulesWith = (saved: SavedSources) =>
  gcpInputSchema.superRefine((input, context) => {
    const now = saved?.gcp.enabled ? saved.gcp : undefined;
    const object = (field: keyof Input, message: string | null | undefined) => {
      if (message) context.addIssue({ code: 'custom', path: [field], message });
    };
    const added = (field: 'moreProjects' | 'prefixes' | 'filters') =>
      (input[field] ?? []).filter((one) => !now?.[field]?.includes(one));
    if (input.projectId !== '' && input.projectId !== now?.projectId)
      object('projectId', projectProblem(input.projectId));
    if (added('moreProjects').length > 0 && (input.moreProjects ?? []).length >= GCP_MOST_PROJECTS)
      object('moreProjects', `Use at most ${GCP_MOST_PROJECTS} projects.`);
    for (const prefix of added('prefixes')) object('prefixes', prefixProblem(prefix));
    const services = input.services ?? saved?.gcp.services ?? gcpServiceIds;
    const asked = [
      ...services.flatMap((id) => gcpService(id).prefixes),
      ...(input.prefixes ?? saved?.gcp.prefixes ?? []),
    ];
    for (const filter of added('filters')) object('filters', filterProblem(filter, asked));
    for (const id of gcpDurationIds) {
      const seconds = input[id];
      if (seconds !== undefined) object(id, durationProblem(id, seconds));
    }
  });

export function gcpSchema(saved: SavedSources) {
  const rules = rulesWith(saved);
  const isKeySet = saved?.gcp.keyEmail != null;
  const { services: asked = [], prefixes: others = [], enabled: isSavedOn = false } = saved?.gcp ?? {};
  const mayAskNothing = isSavedOn && asked.length + others.length === 0;
  return fieldsSchema
    .superRefine((fields, context) => {
      const noNumber = gcpDurationIds.map((id) => [
        id,
        Number.isNaN(typedNumber(fields[id])) && 'Enter a number of seconds.',
      ]);
      refineSource(fields.enabled, rules.safeParse(toInput(fields, saved)), context, {
        keyJson: fields.keyJson === '' && !isKeySet && 'Choose the key file.',
        projectId: fields.projectId === '' && 'Enter the project ID.',
        services:
          fields.services.length === 0 &&
          fields.prefixes.trim() === '' &&
          !mayAskNothing &&
          'Choose at least one service.',
        ...(Object.fromEntries(noNumber) as Record<string, string | false>),
      });
      if (fields.enabled) objectToProjects(fields, saved, context);
    })
    .transform((fields): Input => {
      // What is odd in a source that is off is kept for when it is switched on, as far as it can be sent at all.
      const kept = toInput(fields, saved);
      return gcpInputSchema.safeParse(kept).success ? kept : { enabled: false, projectId: '' };
    });
}

/** Each of the projects after the first at its own line. */
function objectToProjects(
  { projectId, moreProjects }: z.output<typeof fieldsSchema>,
  saved: SavedSources,
  context: z.RefinementCtx,
): void {
  moreProjects.forEach((typed, i) => {
    const id = typed.trim();
    const isTwice = [projectId, ...moreProjects.slice(0, i)].some((one) => one.trim() === id);
    const isOld = saved?.gcp.enabled === true && saved.gcp.moreProjects?.includes(id) === true;
    const problem = isTwice ? 'This project is there already.' : isOld ? null : projectProblem(id);
    const message = id === '' ? 'Enter a project ID, or take the line out.' : problem;
    if (message) context.addIssue({ code: 'custom', path: ['moreProjects', i], message });
  });
}

export function gcpFields(saved: SavedSources): GcpValues {
  const view = saved?.gcp;
  const { ingestDelay, sumDeltas, ...durations } = viewedOptions(view);
  const texts = gcpDurationIds.map((id) => [id, String(durations[id])]);
  return {
    enabled: view?.enabled ?? false,
    projectId: view?.projectId ?? '',
    moreProjects: view?.moreProjects ?? [],
    keyJson: '',
    services: savedServices(saved),
    prefixes: linesOf(view?.prefixes),
    filters: linesOf(view?.filters),
    ingestDelay,
    sumDeltas,
    ...(Object.fromEntries(texts) as Record<(typeof gcpDurationIds)[number], string>),
  };
}

const savedServices = (saved: SavedSources): GcpServiceId[] => saved?.gcp.services ?? [...gcpServiceIds];
const linesOf = (list: readonly string[] = []): string => list.join('\n');

export const checkableGcp = (fields: GcpValues) =>
  fields.enabled && (fields.keyJson !== '' || fields.projectId.trim() !== '') ? toInput(fields, null) : null;

/** Projects stand as they are sent: a line that is none is not sent. */
export const insideGcp = (path: string): string | null => (/^moreProjects\.\d+$/.test(path) ? path : null);

/**
 * What is asked for, and how, goes along only where it was changed: on a first visit the file decides, whoever wrote it,
 * and what stands there may be of any form.
 */
function toInput(fields: GcpValues, saved: SavedSources): Input {
  const { enabled, keyJson, services, prefixes, filters, moreProjects } = fields;
  const before = gcpFields(saved);
  const typed = moreProjects.map((id) => id.trim());
  const more = [...new Set(typed)].filter((id) => id !== '' && id !== fields.projectId.trim());
  const durations = gcpDurationIds
    .filter((id) => fields[id].trim() !== before[id])
    .map((id) => [id, typedNumber(fields[id])] as const)
    .filter(([, seconds]) => !Number.isNaN(seconds));
  const switches = gcpSwitchIds.filter((id) => fields[id] !== before[id]).map((id) => [id, fields[id]]);
  return {
    enabled,
    projectId: fields.projectId.trim(),
    moreProjects: more.join() === before.moreProjects.join() ? undefined : more,
    keyJson: keyJson === '' ? undefined : keyJson,
    services: services.join() === before.services.join() ? undefined : services,
    prefixes: prefixes === before.prefixes ? undefined : linesIn(prefixes),
    filters: filters === before.filters ? undefined : linesIn(filters),
    ...Object.fromEntries(durations),
    ...Object.fromEntries(switches),
  };
}
