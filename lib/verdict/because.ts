import { groupedBy } from '@/lib/finding-groups';
import type { Explanation, Found, Scene } from './found';
import { EXPLANATIONS } from './graph';

const byEffect = new Map<string, Explanation[]>();
for (const explanation of EXPLANATIONS) {
  for (const effect of explanation.effects)
    byEffect.set(effect, [...(byEffect.get(effect) ?? []), explanation]);
}

/**
 * The finding that explains each, in the end; the finding itself where none does. The last of a chain and not the
 * nearest, since that is the one to mend, and since one step then leads everybody to it.
 * @returns by id
 */
export function rootsOf(found: readonly Found[], scene: Scene): Map<string, Found> {
  const byRule = groupedBy(found, ({ rule }) => rule);
  const roots = new Map<string, Found>();

  function nearest(effect: Found): Found | null {
    for (const { causes, where } of byEffect.get(effect.rule) ?? []) {
      for (const rule of causes) {
        const cause = byRule
          .get(rule)
          ?.find((one) => one !== effect && (where?.(one, effect, scene) ?? true));
        if (cause) return cause;
      }
    }
    return null;
  }

  function root(one: Found): Found {
    const known = roots.get(one.id);
    if (known) return known;
    const cause = nearest(one);
    const found = cause ? root(cause) : one;
    roots.set(one.id, found);
    return found;
  }

  for (const one of found) root(one);
  return roots;
}
