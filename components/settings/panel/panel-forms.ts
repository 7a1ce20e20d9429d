import { z } from 'zod';
import type { Settings } from '@/lib/schemas/settings/settings';
import { withRules } from '../with-rules';

/** The host names are rows, so that each can say what is wrong with it. */
export const panelForm = (settings: Settings) =>
  withRules(plainForm(settings), { settings, toChange: (panel) => ({ panel }), toField: panelField });

const plainForm = ({ panel: { allowedHosts } }: Settings) =>
  z
    .object({ hosts: z.array(z.object({ name: z.string().trim().toLowerCase() })), ownMetrics: z.boolean() })
    .superRefine(({ hosts }, context) => {
      for (const [index, { name }] of hosts.entries()) {
        const isTwice = allowedHosts.filter((saved) => saved === name).length > 1;
        if (isTwice || hosts.findIndex((other) => other.name === name) === index) continue;
        context.addIssue({
          code: 'custom',
          path: ['hosts', index, 'name'],
          message: 'This name is on the list already.',
        });
      }
    })
    .transform(({ hosts, ownMetrics }) => ({ allowedHosts: hosts.map(({ name }) => name), ownMetrics }));
export type PanelValues = z.input<ReturnType<typeof plainForm>>;

export function readPanel({ panel }: Settings): PanelValues {
  return { hosts: panel.allowedHosts.map((name) => ({ name })), ownMetrics: panel.ownMetrics };
}

/** The field of a path in the change, such as `panel.allowedHosts.0`. */
export function panelField(path: string, { hosts }: Pick<PanelValues, 'hosts'>) {
  const index = Number(/^panel\.allowedHosts\.(\d+)$/.exec(path)?.[1] ?? Number.NaN);
  return index < hosts.length ? (`hosts.${index}.name` as const) : null;
}

/** What a whole address that was pasted means as a name: `http://pi.lan:8430/` → `pi.lan`. */
export function hostNameIn(text: string): string {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  return url?.hostname && /[/:]/.test(trimmed) ? url.hostname : trimmed;
}

/** Names that the panel answers to without being told, besides every address of the home network. */
export function ownNames(hostName: string): string[] {
  const plain = hostName.trim().toLowerCase();
  return plain === '' ? ['localhost'] : ['localhost', plain, `${plain.replace(/\.local$/, '')}.local`];
}
