import 'server-only';
import type { Task } from '@/lib/schemas/task';

/** Says each step of a task once when it begins, and what it found when it has ended. */
export function taskSayer(say: (line: string) => void): (task: Task) => void {
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
