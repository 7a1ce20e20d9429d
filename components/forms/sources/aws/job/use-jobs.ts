import { type FieldErrors, useController, useFormContext } from 'react-hook-form';
import { jobKey, serviceOfJob } from '@/lib/pipeline/sources/aws/job';
import { exportedTagsSchema } from '@/lib/schemas/aws/job';
import type { SavedSources } from '../../../source-part';
import type { JobEditorProps } from './job-editor';
import { type AwsValues, type JobFields, recommendedFields, toFields, withJob } from './job-fields';

/** The jobs of the form, and what each of them is changed with. */
export function useJobs(saved: SavedSources) {
  const { control } = useFormContext<{ aws: AwsValues }>();
  const { field, fieldState } = useController({ control, name: 'aws.jobs' });
  const tags = useController({ control, name: 'aws.exportedTags' });
  const jobs = field.value;
  const errors = fieldState.error as (FieldErrors<JobFields>[] & { message?: unknown }) | undefined;

  /** Nobody objects to what stands in the file. */
  const changedTags = Object.entries(tags.field.value).filter(
    ([namespace, all]) => JSON.stringify(all) !== JSON.stringify(saved?.aws.exportedTags[namespace] ?? []),
  );
  const tagsErrors = errorsOf(tags.fieldState.error?.message, changedTags);

  function foldOf(job: JobFields): JobEditorProps {
    const at = jobs.indexOf(job);
    const service = serviceOfJob(job);
    const isAlike = (one: JobFields) => jobKey(one) === jobKey(job);
    const place = jobs.filter(isAlike).indexOf(job);
    return {
      job,
      saved: saved?.aws.jobs.map(toFields).filter(isAlike)[place],
      recommended: service === null ? undefined : recommendedFields(service),
      exportedTags: tags.field.value[job.namespace] ?? [],
      errors: at === -1 ? undefined : errors?.[at],
      tagsError: tagsErrors.get(job.namespace),
      onChange: (changed) => field.onChange(withJob(jobs, job, changed)),
      onTags: (list) => tags.field.onChange({ ...tags.field.value, [job.namespace]: list }),
      onBlur: () => {
        field.onBlur();
        tags.field.onBlur();
      },
    };
  }

  /** Of the whole list, not of a job in it. */
  const error = typeof errors?.message === 'string' ? errors.message : undefined;
  return { jobs, setJobs: field.onChange, error, foldOf };
}

/** The tags of all namespaces are one field: what is said of it stands at the one that it is about, else at each. */
function errorsOf(message: string | undefined, changed: [namespace: string, tags: string[]][]) {
  if (message === undefined) return new Map<string, string>();
  const problems = changed.flatMap(([namespace, tags]) => {
    const [issue] = exportedTagsSchema.safeParse({ [namespace]: tags }).error?.issues ?? [];
    return issue ? [[namespace, issue.message] as const] : [];
  });
  return new Map(problems.length > 0 ? problems : changed.map(([namespace]) => [namespace, message]));
}
