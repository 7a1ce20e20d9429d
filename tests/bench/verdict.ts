// What the verdict costs on a pipeline far larger than any Pi's; run.ts bundles and runs it. Prints milliseconds.
import { verdict } from '@/lib/verdict/verdict';
import { calmContext, healthy, targetSample } from '../support/fakes/fake-pipeline';

const TARGETS = 10_000;
const DOWN_EVERY = 100;
const RUNS = 50;

const pipeline = healthy();
pipeline.targets = Array.from({ length: TARGETS }, (_, index) =>
  targetSample({
    job: `job-${index % 20}`,
    instance: `10.0.0.${index}:9100`,
    ...(index % DOWN_EVERY === 0 && { state: 'down', lastError: 'connection refused' }),
  }),
);
const context = calmContext();
const times = Array.from({ length: RUNS }, () => {
  const startedAt = performance.now();
  verdict(pipeline, context);
  return performance.now() - startedAt;
}).sort((a, b) => a - b);
console.log(times[RUNS >> 1]);
