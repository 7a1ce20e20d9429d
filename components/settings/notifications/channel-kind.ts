import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ZodType } from 'zod';
import type { ChannelKind } from '@/lib/schemas/channels';
import type { ChannelInput, ChannelView } from '@/lib/schemas/notify';

type Of<K, All> = Extract<All, { kind: K }>;
export type Shown<K extends ChannelKind> = Of<K, ChannelView>;

/** What is typed; a list is one text. */
export type ChannelValues = Common & { [field: string]: string | number | boolean | undefined };
type Common = { kind: ChannelKind; name: string; isOn: boolean };

/** One way to be told: all that the browser knows of it beside its schemas. */
export interface ChannelRecord<K extends ChannelKind> {
  icon: LucideIcon;
  /** On the button that adds one. */
  name: string;
  /** For whom it is. */
  about: string;
  /** The fields of a new one, its name among them. Those of a saved one are the same. */
  first: Record<Exclude<keyof Of<K, ChannelInput>, keyof Common>, string | number | boolean> & {
    name: string;
  };
  /** Makes of them a channel as the API takes it. */
  form: ZodType<Of<K, ChannelInput>, ChannelValues>;
  /** Where its messages go, in a few words. */
  whereTo(channel: Shown<K>): string;
  Fields(props: { saved: Shown<K> | null }): ReactNode;
}

export const NO_SECRET = { isSet: false, lastFour: null };
