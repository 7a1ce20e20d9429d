import 'server-only';
import { secretInfo } from '../../files/secrets/names';
import { queryBase, readingSetIn, targetOf, tokenFor } from '../../stack/reading';
import { destinationIn } from '../../stack/settings';
import { readOr, type Section } from './section';

/** A token for reading: with it the destination is asked what it has. */
export const proof: Section<'proof'> = {
  view({ texts, read }) {
    const set = read(() => readingSetIn(texts), null);
    const { kind, url, username } = readOr(() => destinationIn(texts), NOWHERE);
    const given = set?.isForThis ? set : null;
    const address = kind === 'local' ? null : queryBase(url);
    return {
      isOn: given !== null && address !== null,
      username: given && given.username !== username ? given.username : '',
      secret: secretInfo(given?.secret ?? ''),
      address,
    };
  },

  change(draft, { isOn, username, token }) {
    const texts = draft.texts();
    const { kind, url, username: writer } = destinationIn(texts);
    const target = targetOf({ url, username: writer });
    const set = readingSetIn(texts);
    if (!isOn) {
      if (set === null) return;
      draft.setEnv(NO_PROOF);
      draft.say('Proof of arrival: off');
      return;
    }
    const secret = tokenFor(texts, token);
    if (kind === 'local')
      return draft.object('proof.isOn', 'The store on this Pi is asked as it is.', 'Leave this off.');
    if (queryBase(url) === null)
      return draft.object(
        'proof.isOn',
        'Where this destination is read cannot be told from the address where it is written.',
        'Use an address that ends in /api/prom/push, /api/v1/push or /api/v1/write, or leave this off.',
      );
    if (secret === '')
      return draft.object('proof.token', 'Enter a token that may read.', 'One for writing may not.');
    const before = draft.text('env');
    draft.setEnv({ WEIR_PROOF_TOKEN: secret, WEIR_PROOF_USERNAME: username, WEIR_PROOF_FOR: target });
    if (draft.text('env') === before) return;
    draft.say(set?.isForThis ? 'Proof of arrival: another token or name' : 'Proof of arrival: on');
  },
};

export const NO_PROOF = { WEIR_PROOF_TOKEN: '', WEIR_PROOF_USERNAME: '', WEIR_PROOF_FOR: '' };
const NOWHERE = { kind: 'local', url: '', username: '' } as const;
