import { Card, Section } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { Switch } from '@/components/ui/switch';
import { plural } from '@/lib/format';
import { accounts } from '@/lib/pipeline/records';
import type { PersonalKind, SupportBundle } from '@/lib/schemas/support';

const NAMES: Partial<Record<PersonalKind, string>> = {
  'ip-address': 'IP addresses',
  'host-name': 'Names of hosts',
  'email-address': 'E-mail addresses',
  ...Object.fromEntries(accounts.map(({ kind, words }) => [kind, words])),
  'user-name': 'User name at the destination',
};

interface PersonalThingsProps {
  personal: SupportBundle['personal'];
  /** What the next bundle is to hide. */
  hide: readonly PersonalKind[];
  onHide: (hide: PersonalKind[]) => void;
}

/** What is no secret and says who somebody is: the owner decides whether it goes out. */
export function PersonalThings({ personal, hide, onHide }: PersonalThingsProps) {
  const there = personal.filter(({ count }) => count > 0);
  return (
    <Section title="Personal things">
      <Card className="flex flex-col gap-2 p-4 text-sm">
        <p className="text-quiet">
          {there.length === 0
            ? 'No address, account or host name was found.'
            : 'These help to understand what happens, but say who you are. What you hide is replaced by a number, the same one everywhere.'}
        </p>
        <ul className="divide-y divide-line">
          {there.map(({ kind, count, values, isHidden }) => (
            <li key={kind} className="py-1">
              <Switch
                label={`Hide: ${NAMES[kind]}`}
                description={`In ${plural(count, 'place')}${isHidden ? ', hidden' : ''}`}
                checked={hide.includes(kind)}
                onChange={({ target }) =>
                  onHide(target.checked ? [...hide, kind] : hide.filter((other) => other !== kind))
                }
              />
              {values.length > 0 && (
                <Details summary={values.length === 1 ? 'Show it' : `Show the ${values.length} of them`}>
                  <ul className="flex flex-wrap gap-2 pt-1 pb-2 font-mono text-xs">
                    {values.map((value) => (
                      <li key={value} className="break-all rounded-sm bg-sunken px-1.5 py-0.5">
                        {value}
                      </li>
                    ))}
                  </ul>
                </Details>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
