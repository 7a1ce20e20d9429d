import { z } from 'zod';
import { newIssues } from '@/lib/schemas/settings/new-issues';
import type { Settings, SettingsInput } from '@/lib/schemas/settings/settings';

interface Rules<Values, Output> {
  settings: Settings;
  toChange: (output: Output) => SettingsInput;
  /** @param isName the name is wrong, not what stands under it */
  toField: (path: string, values: Values, isName: boolean) => string | null;
}

/**
 * A form whose values follow the rules of a change, as far as they differ from the files: what stands there may be odd,
 * and keeps nobody from changing something else.
 */
export function withRules<Values extends object, Output>(
  form: z.ZodType<Output, Values>,
  { settings, toChange, toField }: Rules<Values, Output>,
): z.ZodType<Output, Values> {
  return z.custom<Values>().transform((values, context): Output => {
    const parsed = form.safeParse(values);
    for (const { path, message } of parsed.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    if (!parsed.success) return z.NEVER;
    for (const { field, message, isName } of newIssues(toChange(parsed.data), () => settings)) {
      const path = toField(field, values, isName)?.split('.') ?? [];
      context.addIssue({
        code: 'custom',
        path: path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
        message,
      });
    }
    return parsed.data;
  });
}
