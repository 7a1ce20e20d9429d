import { z } from 'zod';
import { type NotifyRules, type NotifyView, notifyRulesSchema } from '@/lib/schemas/notify';

/** Checked by the schema behind it, and only where it counts. */
const anyNumber = z.custom<number>();

/** The form of the rules: what can be off keeps its value beside a switch. */
export const rulesForm = z
  .object({
    afterMinutes: anyNumber,
    tellsWarnings: z.boolean(),
    hasReminders: z.boolean(),
    reminderHours: anyNumber,
    hasQuiet: z.boolean(),
    quiet: z.object({ from: z.string(), to: z.string(), losingPasses: z.boolean() }),
    timeZone: z.string(),
  })
  .transform(({ hasReminders, hasQuiet, reminderHours, quiet, ...rest }) => ({
    ...rest,
    reminderHours: hasReminders ? reminderHours : null,
    quiet: hasQuiet ? quiet : null,
  }))
  .pipe(notifyRulesSchema);
export type RulesValues = z.input<typeof rulesForm>;

export function rulesValues(rules: NotifyView['rules']): RulesValues {
  const { revision: _, quiet, reminderHours, ...rest } = rules;
  return {
    ...rest,
    hasReminders: reminderHours !== null,
    reminderHours: reminderHours ?? 12,
    hasQuiet: quiet !== null,
    quiet: quiet ?? { from: '22:00', to: '07:00', losingPasses: true },
  };
}

/** What the rules mean, in one sentence. */
export function rulesWords({ afterMinutes, reminderHours, quiet }: NotifyRules): string {
  const after = afterMinutes === 0 ? 'at once' : `once it has lasted ${afterMinutes} min`;
  const again =
    reminderHours === null ? 'and not again' : `and again every ${reminderHours} h until it is over`;
  const silent = quiet
    ? `; nothing from ${quiet.from} to ${quiet.to}${quiet.losingPasses ? ' but data loss' : ''}`
    : '';
  return `A finding is told ${after}, ${again}${silent}.`;
}

/** Time zones to choose from, with the one that is set and the browser's own, whatever the browser knows. */
export function timeZones(present: string, here: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', present, here])].sort();
}
