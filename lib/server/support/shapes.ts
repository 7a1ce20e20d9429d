import 'server-only';
import { SECRET_NAME } from '../files/secrets/spans';

export const MASK = '[secret]';

const NAME = String.raw`[\w.-]{0,40}(?:${SECRET_NAME.source}|SIGNATURE|SESSION_?ID)[\w.-]{0,40}`;
/** `"name": "value"`, also where its quotes are escaped once more. */
const JSON_PAIR = new RegExp(
  String.raw`(?<!\\)(\\*["']${NAME}\\*["']\s*:\s*)(\\*)"((?:[^"\\]|\\[\s\S])*?)\2"`,
  'gi',
);
/** `name=value`, as in addresses, arguments and logfmt. */
const ASSIGNED = new RegExp(String.raw`(\b${NAME}=)("[^"\n]*"|'[^'\n]*'|[^\s"',;&}\\]+)`, 'gi');
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=["'`])|$)/g;
const HEADER =
  /\b((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]{0,60}(?:key|token))(\s*:[ \t]*)(?![ \t]*\[secret\])[^\r\n"'`]{4,}/gi;
const SCHEME = /\b(basic|bearer)(\s+)([\w+/=.~-]{8,})/gi;
const WORD = /^[a-z]+$/;
const LOGIN = /(?<=:\/\/)[^/\s@"`<>]+(?=@)/g;
/** How the tokens of well-known issuers look. */
const KNOWN =
  /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gl(?:c|sa)_[\w=+/-]{16,}|weir_[\w-]{40,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|ya29\.[\w-]{10,}|AIza[\w-]{30,}|tk_[a-z0-9]{20,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)|\$argon2id?\$[\w$=,+/.-]{10,}/g;
/** A secret that nobody knows the value of: a path to one, a reference to one, or none. */
const HARMLESS = /^["']?(?:\/|\$\{|\[secret\]|•|(?:true|false|null|none|\d{1,3})?["']?$)/;
const HARMLESS_NAME = /(?:file|path|dir|name|url)["'\\\s:=]*$/i;

/** Text in which what looks like a secret is masked, whether or not anybody knows it. Pure, in linear time. */
export function maskShapes(text: string): { text: string; count: number } {
  let count = 0;
  const mask = (kept = '', behind = '') => {
    count += 1;
    return `${kept}${MASK}${behind}`;
  };
  const isHarmless = (name: string, value: string) => HARMLESS.test(value) || HARMLESS_NAME.test(name);
  const masked = text
    .replace(PEM, () => mask())
    .replace(JSON_PAIR, (all, name: string, slashes: string, value: string) =>
      isHarmless(name, value) ? all : mask(`${name}${slashes}"`, `${slashes}"`),
    )
    .replace(ASSIGNED, (all, name: string, value: string) => (isHarmless(name, value) ? all : mask(name)))
    .replace(HEADER, (_, name: string, colon: string) => mask(`${name}${colon}`))
    .replace(SCHEME, (all, scheme: string, gap: string, value: string) =>
      WORD.test(value) ? all : mask(`${scheme}${gap}`),
    )
    .replace(LOGIN, (login) => (login === MASK ? login : mask()))
    .replace(KNOWN, () => mask());
  return { text: masked, count };
}
