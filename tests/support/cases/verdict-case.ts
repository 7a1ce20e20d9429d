import type { Verdict } from '@/lib/schemas/snapshot';
import type { Change } from '../panel/judge.ts';

/** A state of the pipeline and what the verdict has to say of it. */
export interface Case {
  rule: string;
  when: string;
  change: Change;
  /** Id of the finding, where it is not the rule's. */
  id?: string;
  severity: string;
  state: Verdict['state'];
  /** Part of the one sentence at the top. */
  headline: string;
}
