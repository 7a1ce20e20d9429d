import 'server-only';
import type { SecretInfo } from '@/lib/schemas/wizard';

/** Parts of a name that stand for a secret, wherever they are in it. */
const SECRET =
  /pass|pwd|secret|token|cred|auth|key|private|bearer|cookie|session|webhook|jwt|dsn|hmac|signature/;
/** Words that have one of those parts in them and stand for none. */
const PLAIN_PART =
  /monkey|keyboard|keyword|keyspace|compass|bypass|passive|passthrough|authorit(?:y|ies)|authors?\b/g;
/** What such a thing is called, where it lies, how long it lasts: never the thing itself. */
const PLAIN_END =
  /(?:^|[_.-])(?:files?|path|dir|type|mode|ttl|interval|timeout|seconds|enabled|key_?id|token_?ur[il])$/;

/** Whether a variable or key of this name may hold a secret: `*pass*`, `*key*`, `*token*` and so on. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return SECRET.test(words.replace(PLAIN_PART, '')) && !PLAIN_END.test(words);
}

/** Keys below which every value may be a secret, whatever it is called. */
const VALUES = /^(?:(?:proxy_)?headers|endpoint_params|params|query_args|http_headers)$/i;
/** Parameters of an address that say what is asked for, and not who asks. */
const PLAIN_PARAM =
  /^(?:module|target|format|debug|(?:match|collect|exclude|name)\[\]|collect|start|end|step|timeout)$/;
/** Keys that hold mappings whose own keys decide. */
const GROUP = /^(?:(?:proxy_)?(?:basic_auth|authorization|oauth2|tls_config)|sigv4|auth|secrets|configs)$/i;

export const holdsValues = (key: string) => VALUES.test(key);
export const isPlainParam = (key: string) => PLAIN_PARAM.test(key);
export const isGroup = (key: string) => GROUP.test(key);

/** A variable without braces; a name that is not all capitals may as well be a password that begins with `$`. */
const VARIABLE = /^\$[A-Z_][A-Z\d_]*$/;

/** Nothing, a truth value, or a variable that is filled in elsewhere. */
export function isPlainValue(text: string): boolean {
  const bare = text.replace(/^(["'])([\s\S]*)\1$/, '$2').trim();
  const isWord = /^(?:|~|null|true|false|yes|no|on|off|\{\}|\[\]|%\{\w+\}|\$\{\w+(?::?[-?+])?\})$/i.test(
    bare,
  );
  return isWord || VARIABLE.test(bare);
}

/** Secrets shorter than this show none of their characters. */
const MIN_LENGTH_FOR_HINT = 16;

/** What may be shown of a secret. */
export function secretInfo(secret: string): SecretInfo {
  return {
    isSet: secret !== '',
    lastFour: secret.length >= MIN_LENGTH_FOR_HINT ? secret.slice(-4) : null,
  };
}
