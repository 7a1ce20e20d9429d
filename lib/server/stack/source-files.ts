import 'server-only';
import type { ServiceName } from '@/lib/pipeline/components';
import type { Forecast } from '@/lib/schemas/budget';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import type { Counted } from '@/lib/schemas/price';
import type { AskProgress, SourceAnswer } from '@/lib/schemas/source-answer';
import type { Texts } from '../change/records/texts';
import type { WritableStackFileId } from '../files/stack-files';
import type { Blind, ExpectedPart } from '../sampler/eye/eye';
import type { Discovery } from './discovery';

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

/** What is wrong with a configuration, and what to do. */
export interface ProgramFault {
  message: string;
  hint: string;
}

/** One that a field of a form can mend. @property field path in a change */
export interface FieldFault extends ProgramFault {
  field: string;
}

/** An exporter that reads its configuration while it runs. */
export interface Program extends JudgedProgram {
  /** What it takes and cannot work with. @throws AppError invalid-stack for what is no YAML */
  faults: (text: string) => ProgramFault[];
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
  /**
   * Files that are right each by itself, and cannot work together; left out: there are no such files.
   * `find`: tells it at a field of one that is touched. @throws AppError invalid-stack
   */
  misfits?: {
    files: readonly WritableStackFileId[];
    find(texts: Texts, touched: readonly WritableStackFileId[]): FieldFault[];
  };
  /**
   * Changes of single fields, to find out what an edit by hand keeps from being changed: a field is locked when none of
   * those that are wanted for it can be made.
   */
  trials?(shown: Shown): { field: string; wanted: object[] }[];
  /** Series that one resource of each kind adds, by what the files say. @throws AppError invalid-stack */
  resources(texts: Texts): Forecast['perResource'];
  /** Sorts what its exporter answers by the resource that it is of; left out: it is of this machine. */
  discovery?(): Promise<() => Discovery>;
  /** All that it is asked for, each once; left out: its exporter does not tell of its parts. @throws AppError invalid-stack */
  parts?(texts: Texts): readonly ExpectedPart[];
  /**
   * What its exporter has found of each; left out: its exporter is not asked, as that would be billed.
   * @param metrics its answer, untrusted @throws AppError invalid-stack
   */
  counted?(texts: Texts, metrics: string): Promise<Counted[] | null>;
}

/** Asks a cloud itself, before anything is saved. */
export interface SourceDoctor<Held> {
  /**
   * Never throws for what the cloud says.
   * @param texts as they would be with it
   * @param progress is counted up
   * @throws AppError invalid-stack
   */
  ask(held: Held, texts: Texts, signal: AbortSignal, progress: AskProgress): Promise<SourceAnswer>;
  /** Why it does not let the key in; null: it does; undefined: not known. Costs nothing, and never throws. */
  letsIn?(held: Held, texts: Texts, signal: AbortSignal): Promise<Blind | null | undefined>;
  /** Names of resources that the exporter knows by their ids alone, by those; what is not allowed is left out. Never throws. */
  names?(
    held: Held,
    texts: Texts,
    places: readonly string[],
    signal: AbortSignal,
  ): Promise<Map<string, string>>;
  /** What the account has of a group of metrics. Never throws, as `ask`. @param group untrusted */
  list?(held: Held, texts: Texts, signal: AbortSignal, group: string): Promise<MetricsAnswer>;
}
