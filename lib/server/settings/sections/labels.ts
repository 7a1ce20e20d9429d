import 'server-only';
import type { Texts } from '../../change/records/texts';
import { stackFile } from '../../files/stack-files';
import { inFile } from '../../files/yaml/edit';
import { readTextMap, setMapping } from '../../files/yaml/keys';
import type { Section } from './section';

const PLACE = ['global', 'external_labels'];

/** What every sample of this Pi carries. */
export const labels: Section<'labels'> = {
  view: ({ texts, read }) => read(() => Object.fromEntries(labelsIn(texts)), {}),

  change(draft, wanted) {
    const before = labelsIn(draft.texts());
    const seen = new Map<string, string>();
    for (const name of Object.keys(wanted)) {
      const same = seen.get(name.toLowerCase());
      if (same !== undefined && !(before.has(same) && before.has(name))) {
        draft.object(
          `labels.${name}`,
          `${same} and ${name} differ in capital letters only.`,
          'Grafana would treat them as two labels. Keep one of them.',
        );
      }
      seen.set(name.toLowerCase(), name);
    }
    draft.edit('vmagent-config', (text) => setMapping(text, PLACE, wanted));
    for (const [name, value] of Object.entries(wanted)) {
      const old = before.get(name);
      if (old === undefined) draft.say(`Label ${name} added: ${value}`);
      else if (old !== value) draft.say(`Label ${name}: ${old} → ${value}`);
    }
    for (const name of before.keys()) if (!Object.hasOwn(wanted, name)) draft.say(`Label ${name} removed`);
  },

  tries: (view) => [
    {
      part: 'labels',
      changes: [{ field: 'labels', wanted: { ...view.labels, cluster: 'trial', weir_trial: 'trial' } }],
    },
  ],
};

/** `external_labels`. @throws AppError invalid-stack */
/** The text of prometheus.yml with another name of this Pi, and all else as it is. */
export function withCluster(text: string, cluster: string): string {
  const labels = labelsIn(new Map([['vmagent-config', text]]));
  return setMapping(text, PLACE, { ...Object.fromEntries(labels), cluster });
}

export function labelsIn(texts: Texts): Map<string, string> {
  return inFile(stackFile('vmagent-config').relative, () =>
    readTextMap(texts.get('vmagent-config') ?? '', PLACE),
  );
}
