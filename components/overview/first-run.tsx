import { ArrowRight, Droplets } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { listed } from '@/lib/english';
import { isCloud, sourceIds, sourceWords } from '@/lib/pipeline/components';

const clouds = sourceIds.filter(isCloud).map(sourceWords);
const STEPS = [
  'Say where your data should go: this Pi, Grafana Cloud, or an address of your own.',
  `Say what to measure: this Pi is on already; ${listed(clouds)} take a key.`,
  'Launch, and watch the first sample arrive.',
];

/** Nothing is set up yet: the one thing to do. */
export function FirstRun() {
  return (
    <Card className="mx-auto mt-6 flex max-w-2xl flex-col gap-6 p-6 md:mt-12 md:p-10">
      <span className="grid size-14 place-items-center rounded-full bg-accent-soft text-accent">
        <Droplets aria-hidden="true" className="size-7" />
      </span>
      <div className="flex flex-col gap-2">
        <h1 className="font-strong text-2xl md:text-3xl">Nothing is set up yet.</h1>
        <p className="text-lg text-quiet">
          No data is collected and none is sent. The set-up takes about five minutes and can be left and taken
          up again.
        </p>
      </div>
      <ol className="flex flex-col gap-3">
        {STEPS.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span className="grid size-6 shrink-0 place-items-center rounded-full border border-line-strong text-quiet text-xs">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
      <LinkButton href="/setup" variant="primary" size="lg" className="self-start">
        Set up the pipeline
        <ArrowRight aria-hidden="true" className="size-4" />
      </LinkButton>
    </Card>
  );
}
