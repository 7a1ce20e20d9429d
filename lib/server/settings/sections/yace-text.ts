import 'server-only';
import { AppError } from '../../errors';
import { listLength, readYaml, setList } from '../../files/yaml/edit';
import { yaceRegions } from '../../stack/settings';

/**
 * YACE's configuration with regions added to and taken from every discovery job; no job is left without any.
 * @throws AppError invalid-stack when the file has none, and when a list cannot be edited
 */
export function yaceText(text: string, wanted: readonly string[]): string {
  const before = yaceRegions(readYaml(text));
  const added = wanted.filter((region) => !before.includes(region));
  const gone = before.filter((region) => !wanted.includes(region));
  const jobs = Array.from({ length: listLength(text, ['discovery', 'jobs']) });
  if (jobs.length === 0 && added.length + gone.length > 0) {
    throw new AppError('invalid-stack', 'yace’s file has no discovery jobs that regions can be added to.', {
      hint: 'Its other jobs name their regions themselves: change them in config/yace/config.yml, or take discovery jobs from config.example.',
    });
  }
  return jobs.reduce<string>((edited, _, i) => {
    const path = ['discovery', 'jobs', i, 'regions'];
    const now = readYaml(edited, path);
    const kept = Array.isArray(now) ? now.map(String).filter((region) => !gone.includes(region)) : [];
    const missing = added.filter((region) => !kept.includes(region));
    const next = kept.length + missing.length === 0 ? [...wanted] : [...kept, ...missing];
    return setList(edited, path, next);
  }, text);
}
