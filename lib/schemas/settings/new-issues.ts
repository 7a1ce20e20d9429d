import type { z } from 'zod';
import type { SettingsSection } from './sections';
import { type Settings, type SettingsInput, settingsChangeSchema } from './settings';

export type Saved = Partial<Pick<Settings, SettingsSection>>;

export interface NewIssue {
  /** Path in the change, such as `labels.site`. */
  field: string;
  message: string;
  /** It is the name that is wrong, not what stands under it. */
  isName: boolean;
}

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with the form of a change. What stands in the files already may be odd: it is no issue of a change of
 * something else.
 */
export function newIssues(change: SettingsInput, saved: () => Saved): NewIssue[] {
  const issues = settingsChangeSchema.safeParse(change).error?.issues ?? [];
  if (issues.length === 0) return [];
  const now = asChange(saved(), change);
  return issues
    .filter((issue) => !isOld(issue, change, now))
    .map((issue) => ({
      field: issue.path.join('.'),
      message: (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message,
      isName: issue.code === 'invalid_key',
    }));
}

/** The files in the form of a change; a destination of another kind has nothing that would stay. */
function asChange({ destination, ...saved }: Saved, change: SettingsInput) {
  if (!destination || destination.kind !== change.destination?.kind) return saved;
  return { ...saved, destination: { ...destination, instanceId: destination.username } };
}

function isOld({ code, path }: Issue, change: unknown, saved: unknown): boolean {
  const [section, ...rest] = path;
  // The rule between two fields of a job.
  const at = code === 'custom' && section === 'scrape' ? path.slice(0, 2) : path;
  if (code === 'invalid_key') return Object.hasOwn(Object(valueAt(saved, at.slice(0, -1))), at.at(-1) ?? '');
  const [wanted, now] = [valueAt(change, at), valueAt(saved, at)];
  const holder = valueAt(saved, at.slice(0, -1));
  if (Array.isArray(holder)) return holder.some((item) => isSame(item, wanted));
  const isWhole = rest.length === 0 || Array.isArray(wanted);
  return isWhole ? sizeOf(wanted) <= sizeOf(now) : isSame(now, wanted);
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const holder = Object(at) as Record<PropertyKey, unknown>;
    return Object.hasOwn(holder, key) ? holder[key] : undefined;
  }, data);
}

const sizeOf = (value: unknown) => Object.keys(Object(value)).length;
/** A list is another one when it is shorter, too. */
const sameKind = (now: unknown, wanted: object): boolean =>
  Array.isArray(wanted)
    ? Array.isArray(now) && now.length === wanted.length
    : typeof now === 'object' && now !== null;

/** Fields that the files have besides those of a change do not count. */
const isSame = (now: unknown, wanted: unknown): boolean =>
  typeof wanted === 'object' && wanted !== null
    ? sameKind(now, wanted) && Object.entries(wanted).every(([key, value]) => isSame(Object(now)[key], value))
    : now === wanted;
