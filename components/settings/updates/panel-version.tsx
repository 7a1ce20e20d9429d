import { Section } from '@/components/ui/card';

/** What the panel itself is updated by: it cannot replace its own container. */
export function PanelVersion({ version }: { version: string }) {
  return (
    <Section title="Weir itself">
      <p>
        <span className="figure font-strong">Weir {version}</span>, with the gateway of the same version.
      </p>
      <p className="text-quiet text-sm">
        A newer Weir brings a newer list: on the Pi, in the folder of Weir, <code>git pull</code> or the
        archive of a newer release, and then <code>compose/up</code>. The pipeline collects and delivers
        meanwhile.
      </p>
    </Section>
  );
}
