import { z } from 'zod';
import { type Answers, type Asked, inputOf, pageOf } from './answers.ts';
import { isHit } from './faults.ts';
import { type AwsResource, arnOf, namespaceOf, typeOf } from './resources.ts';

const getResources = z.object({
  PaginationToken: z.string().optional(),
  ResourceTypeFilters: z.array(z.string()).default([]),
  TagFilters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()).default([]) })).default([]),
  ResourcesPerPage: z.int().min(1).max(100).default(50),
});
type Filters = z.infer<typeof getResources>;

/** `sqs` and `sqs:queue` alike; a filter without a colon is about every type of the service. */
const isOfType = (resource: AwsResource, types: string[]) =>
  types.length === 0 ||
  types.some((type) => typeOf(resource) === type || typeOf(resource).startsWith(`${type}:`));

/** Every key has to be there, with one of its values if some are named. */
const hasTags = (resource: AwsResource, filters: Filters['TagFilters']) =>
  filters.every(({ Key, Values }) => {
    const value = resource.tags?.[Key];
    return value !== undefined && (Values.length === 0 || Values.includes(value));
  });

function tagged({ call, world, resources }: Asked, { ResourceTypeFilters, TagFilters }: Filters) {
  return resources.filter(
    (resource) =>
      resource.tags !== null &&
      isOfType(resource, ResourceTypeFilters) &&
      hasTags(resource, TagFilters) &&
      !isHit(world.faults, 'untag', call.region, namespaceOf(resource)),
  );
}

export const taggingAnswers: Answers = {
  'tag:GetResources': (asked) => {
    const input = inputOf(getResources, asked);
    const { page, next } = pageOf(tagged(asked, input), input.ResourcesPerPage, input.PaginationToken);
    return {
      PaginationToken: next ?? '',
      ResourceTagMappingList: page.map((resource) => ({
        ResourceARN: arnOf(resource, asked.call.region, asked.key.account),
        Tags: Object.entries(resource.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      })),
    };
  },
};
