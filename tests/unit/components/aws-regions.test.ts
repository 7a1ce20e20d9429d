import { describe, expect, it } from 'vitest';
import { awsRegions, findRegions, regionLabel } from '@/components/forms/sources/aws/place/regions';
import { awsRegionSchema } from '@/lib/schemas/wizard';

describe('AWS regions', () => {
  it('lists each region once, as the schema accepts it', () => {
    expect(new Set(awsRegions.map((region) => region.code)).size).toBe(awsRegions.length);
    for (const region of awsRegions) expect(awsRegionSchema.safeParse(region.code).success).toBe(true);
  });

  it.each([
    ['ireland', ['eu-west-1']],
    ['eu-west', ['eu-west-1', 'eu-west-2', 'eu-west-3']],
    ['central canada', ['ca-central-1']],
    ['atlantis', []],
  ])('finds %s', (query, codes) => {
    expect(findRegions(query).map((region) => region.code)).toEqual(codes);
  });

  it('lets an unlisted region stand for itself', () => {
    expect(regionLabel('eu-west-1')).toBe('eu-west-1 Ireland');
    expect(regionLabel('eu-west-9')).toBe('eu-west-9');
  });
});
