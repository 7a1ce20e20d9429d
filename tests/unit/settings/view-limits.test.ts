import { expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '@/lib/schemas/settings/settings';
import { wizardStateSchema } from '@/lib/schemas/wizard';

/** Read of a file by these very rules: what does not fit them is told in another way. */
const READ_BY_RULES = [/aws\.jobs\./, /^aggregation\.rules/, /^filters\..*\.rules(?:\.|$)/];

/** Where a contract has a limit of length or a form of texts. */
function limitsIn(schema: z.core.$ZodType, path = ''): string[] {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const { checks = [] } = schema._zod.def;
  const own = schema instanceof z.ZodString || schema instanceof z.ZodArray ? checks : [];
  const limits = own.some(({ _zod }) => _zod.def.check !== 'overwrite') ? [path] : [];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, one]) => limitsIn(one as z.core.$ZodType, at(key)));
  if (schema instanceof z.ZodArray) return [...limits, ...limitsIn(schema.element, at('*'))];
  if (schema instanceof z.ZodRecord) return limitsIn(schema.valueType, at('*'));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return limitsIn(schema.unwrap() as z.core.$ZodType, path);
  if (schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodUnion)
    return schema.options.flatMap((one) => limitsIn(one as z.core.$ZodType, path));
  return limits;
}

test.each([
  ['the settings', settingsSchema],
  ['the wizard', wizardStateSchema],
])('what is shown of the files has no limit that only a form keeps: %s', (_, schema) => {
  const odd = limitsIn(schema).filter((path) => !READ_BY_RULES.some((read) => read.test(path)));
  expect(odd).toEqual([]);
});

test('limits are found where there are some', () => {
  const schema = z.object({ a: z.array(z.string().max(3)).max(2).optional(), b: z.string().trim() });
  expect(limitsIn(schema)).toEqual(['a', 'a.*']);
  expect(limitsIn(settingsSchema).length).toBeGreaterThan(0);
});
