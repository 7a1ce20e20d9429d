import { z } from 'zod';
import { panelSettingsSchema, type Settings } from '@/lib/schemas/settings';

const hostName = panelSettingsSchema.shape.allowedHosts.element;

/** The form of the host names: rows, so that each can say what is wrong with it. */
export const hostsForm = z
  .object({ hosts: z.array(z.object({ name: hostName })) })
  .superRefine(({ hosts }, context) => {
    for (const [index, { name }] of hosts.entries()) {
      if (hosts.findIndex((other) => other.name === name) === index) continue;
      context.addIssue({
        code: 'custom',
        path: ['hosts', index, 'name'],
        message: 'This name is on the list already.',
      });
    }
  })
  .transform(({ hosts }) => ({ allowedHosts: hosts.map(({ name }) => name) }))
  .pipe(panelSettingsSchema);
export type HostValues = z.input<typeof hostsForm>;

export function readHosts({ panel }: Settings): HostValues {
  return { hosts: panel.allowedHosts.map((name) => ({ name })) };
}

/** The field of a path in the change, such as `panel.allowedHosts.0`. */
export function hostField(path: string, { hosts }: HostValues) {
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
