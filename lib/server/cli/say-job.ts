import 'server-only';
import type { Job } from '@/lib/schemas/job';

/** Says each step of a job once when it begins, and what it found when it has ended. */
export function jobSayer(say: (line: string) => void): (job: Job) => void {
  const said = new Set<string>();
  const once = (line: string) => {
    if (said.has(line)) return;
    said.add(line);
    say(line);
  };
  return ({ steps }) => {
    for (const { label, state, detail } of steps) {
      if (state === 'waiting') continue;
      once(`${label} …`);
      if (state === 'done' && detail !== null) once(`  ${detail}`);
    }
  };
}
