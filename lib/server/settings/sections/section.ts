import 'server-only';
import type { SettingsSection } from '@/lib/schemas/settings/sections';
import type { SettingsInput, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import type { Draft } from './draft';
import type { ChangeFacts } from './facts';

/** A section as a change may set it. */
export type Wanted<S extends SettingsSection> = NonNullable<SettingsInput[S]>;

/** All sections as the files have them. */
export type View = Omit<SettingsView, 'revision'>;

/** A part that an edit by hand can keep the forms from changing. */
export type Part = keyof SettingsView['locked'];

/** The files as they are looked at for the forms. */
export interface Look {
  /** With what ships in the place of files that are missing. */
  texts: Texts;
  facts: ChangeFacts;
  /**
   * What `reader` finds. Where the files cannot be read it is `otherwise`, and the section is locked, with the reason.
   * @param part what is locked instead of the section
   */
  read<T, O>(reader: () => T, otherwise: O, part?: Part): T | O;
}

/** One section of the settings: all that the server knows of it beside its schemas. */
export interface Section<S extends SettingsSection> {
  /** For the browser, secrets masked. */
  view(look: Look): SettingsView[S];
  /** Works a change in: the fewest bytes differ. @throws AppError what the files do not allow */
  change(draft: Draft, wanted: Wanted<S>): void;
  /** Locks found out by trying: each `part` is locked when none of its changes can be made. */
  tries?(view: View): { part: Part; changes: { field: string; wanted: Wanted<S> }[] }[];
}

/** What `reader` finds in the files; `otherwise` where they cannot be read. @param told of the reason */
export function readOr<T, O>(reader: () => T, otherwise: O, told?: (problem: AppError) => void): T | O {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    told?.(error);
    return otherwise;
  }
}

/** A problem and what to do, in one piece. */
export const inOnePiece = ({ message, hint }: { message: string; hint?: string | undefined }) =>
  [message, hint].filter(Boolean).join(' ');
