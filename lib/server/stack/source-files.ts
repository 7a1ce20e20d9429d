import 'server-only';
import type { ServiceName } from '@/lib/pipeline/components';
import type { Forecast } from '@/lib/schemas/budget';
import type { Texts } from '../change/records/texts';
import type { WritableStackFileId } from '../files/stack-files';

/** A program that can judge its configuration before it is used. */
export interface JudgedProgram {
  service: ServiceName;
  id: WritableStackFileId;
  /** The folder of its configuration in its container. */
  inside: string;
  /** What makes it judge a file and end. */
  args: (file: string) => string[];
  /** Lines that tell what is wrong, also where it ends well. */
  complaint: RegExp;
}

/** An exporter that reads its configuration while it runs. */
export interface Program extends JudgedProgram {
  /** Makes it read its configuration again. @throws AppError verify-failed with its words, timeout or service-absent */
  reload: () => Promise<void>;
}

/** The texts while a change is worked into them. */
export interface FileDraft {
  /** As they are at this point, with what ships in the place of files that are missing. */
  texts(): Texts;
  text(id: WritableStackFileId): string;
  /** A file that the edit does not change stays as it is, also where it is missing. */
  edit(id: WritableStackFileId, edit: (text: string) => string): void;
  setEnv(changes: Record<string, string>): void;
  /** Says what changes, for the history. */
  say(title: string): void;
  /** @param field path in the change */
  object(field: string, message: string, hint: string): void;
  /** Works a part of the change in; what the files do not allow becomes a problem of that field. */
  section(field: string, work: () => void): void;
}

/** What the server knows of a source with credentials beside its record. `Held`: all of it, secrets included. */
export interface SourceFiles<Held extends { enabled: boolean }, Shown, Check> {
  none: Held;
  /** What the files hold. @throws AppError invalid-stack */
  read(texts: Texts, enabled: boolean): Held;
  /** For the browser, secrets masked. */
  shown(held: Held): Shown;
  /** Whether a secret that one has counts for the other. */
  isSameOwner(one: Partial<Held>, other: Partial<Held>): boolean;
  /** What can be told of credentials without asking anybody. */
  check(held: Held): Check;
  /** Works a source that is on in: the fewest bytes differ. */
  change(draft: FileDraft, before: Held, wanted: Held): void;
  /** Only to what the change touches: what stands in the files already may be odd, and is not its business. */
  objectTo(draft: FileDraft, before: Held, wanted: Held): void;
  /** Series that one resource of each kind adds, by what the files say. @throws AppError invalid-stack */
  resources(texts: Texts): Forecast['perResource'];
}
