import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import { ownImage, ownPort, ownVariables } from '@/lib/pipeline/records';
import type { ValueForm } from '@/lib/pipeline/sources/shape';

/** An image by its name: a repository with a tag, a digest or both. */
export const IMAGE =
  /^[a-z0-9][a-z0-9._/-]{0,200}(?::\d{1,5}\/[a-z0-9._/-]{1,200})?(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

const PORT = /^\d{1,5}$/;
const FORMS: Readonly<Record<ValueForm, RegExp>> = {
  word: /^[\w.:,-]{1,200}$/,
  // One argument of a program, whatever it means to it: no shell ever sees it.
  text: /^[^\p{Cc}]{1,2000}$/u,
  url: /^https?:\/\/[!-~]{1,2000}$/,
  ip: /^[0-9A-Fa-f.:[\]]{1,45}$/,
};

/** The variables of `.env` that docker-compose.yml may use, each with the form of its values. */
const forms = new Map<string, RegExp>([
  ['COMPOSE_PROFILES', /^[\w*, -]{1,200}$/],
  ...serviceNames.flatMap((name) => [
    [ownPort(name).variable, PORT] as const,
    [ownImage(name).variable, IMAGE] as const,
    ...Object.entries(ownVariables(name)).map(([variable, form]) => [variable, FORMS[form]] as const),
  ]),
]);

/** Speaks of this machine: what `.env` says of it counts only for who runs `compose/up`. */
const isOfHost = (name: string): boolean => /^(?:WEIR|DOCKER)_/.test(name);

/** Whether the panel may give a variable this value. */
export function mayBe(name: string, value: string): boolean {
  if (isOfHost(name)) return false;
  return value === '' || forms.get(name)?.test(value) === true;
}

/**
 * The variables that docker-compose.yml is filled with: what the host set, and of the panel's `.env` what is known and has
 * the form that it should.
 */
export function variablesFor(
  host: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string>>,
): Map<string, string> {
  const taken = Object.entries(env).filter(([name, value]) => mayBe(name, value));
  return new Map([...taken, ...host]);
}

/** Variables of `.env` that are known, and have a form that they should not: for the words of a refusal. */
export function oddVariables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    forms.has(name) && !isOfHost(name) && !mayBe(name, value) ? [name] : [],
  );
}

/** Variables that docker-compose.yml uses and Weir does not know: the owner's own, for the environment of a service. */
export function namesOfOwner(composeText: string): string[] {
  const used = [...composeText.matchAll(/\$\{?([A-Za-z_]\w{0,99})/g)].map(([, name = '']) => name);
  return [...new Set(used)].filter((name) => !forms.has(name) && !isOfHost(name));
}

/** The owner's own variables as `.env` has them. In an environment a value can only be read. */
export function valuesOfOwner(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Map<string, string> {
  return new Map(
    names.flatMap((name) => {
      const value = env[name];
      return value !== undefined && FORMS.text.test(value) ? [[name, value] as const] : [];
    }),
  );
}

const markOf = (name: string): string => `\0${name}\0`;

/** In the place of each variable's value its mark, to see where it stands: no file can hold one. */
export const marksFor = (own: readonly string[]): Map<string, string> =>
  new Map([...forms.keys(), ...own].map((name) => [name, markOf(name)]));

/** Whether a value may stand in an environment where a template with marks has been filled. */
export function fitsMark(template: string | null, value: string | null): boolean {
  if (template === value) return true;
  if (template === null || value === null) return false;
  const name = template.slice(1, -1);
  return template === markOf(name) && !isOfHost(name) && (value === '' || FORMS.text.test(value));
}
