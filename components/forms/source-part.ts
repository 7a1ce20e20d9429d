import type { ComponentType } from 'react';
import type { z } from 'zod';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SourcesCheck, WizardState } from '@/lib/schemas/wizard';
import type { Estimate, Facts } from './sources/price/estimate';
import type { LiveCheck } from './use-live-check';

/** The sources as the server has them, secrets masked; null: it has none yet. */
export type SavedSources = WizardState['sources'];

/** What the server found of what is typed, for one source. */
export interface SourceFinding {
  ok: boolean;
  message: string;
  field?: string | null;
}

export interface SourceFieldsProps {
  saved: SavedSources;
  check: LiveCheck<SourcesCheck>;
  /** Null: nothing was found, or it is not known yet. */
  finding: SourceFinding | null;
  /** What an edit by hand keeps from being changed here, with the reason. */
  locked: Settings['locked'];
}

/** What the browser knows of one source beside its record. */
export interface SourcePart {
  /** Nothing is asked of a source that is off; one that is on needs its credentials, unless the server has them. */
  schema(saved: SavedSources): z.ZodType;
  /** The fields as the server has them; secrets are empty. */
  fields(saved: SavedSources): { enabled: boolean };
  /** As the server checks it while it is being filled in; null: there is nothing to check. */
  checkable(fields: never): object | null;
  /** What it would cost as it is filled in; null: nothing ever. */
  estimate: ((fields: never, facts: Facts) => Estimate | null) | null;
  /** The field within a field that a path in its part of a change belongs to; null: it is the whole field. */
  inside?(path: string, fields: never): string | null;
  /** What is asked once it is on. */
  Fields: ComponentType<SourceFieldsProps> | null;
}

interface Context {
  addIssue: (issue: { code: 'custom'; path: PropertyKey[]; message: string }) => void;
}

/** The problems of a source that is on. @param missing what each field lacks; false: nothing */
export function refineSource(
  isEnabled: boolean,
  parsed: { error?: z.ZodError | undefined },
  context: Context,
  missing: Record<string, string | false>,
): void {
  if (!isEnabled) return;
  for (const [field, message] of Object.entries(missing)) {
    if (message !== false) context.addIssue({ code: 'custom', path: [field], message });
  }
  for (const { path, message } of parsed.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
}
